import { type AsOfPage, asOfPageSchema } from '@/lib/protocol/as-of';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import type { FeedHttp } from './feed-http';
import { IncidentStore } from './incident-store';
import type { ReadableColumns } from './segment';

/** Something was hidden between two pages: another attempt begins from the start. */
const ATTEMPTS = 3;

/** The state cannot be had: a restore lost it, or its name means nothing here. */
export class PastUnavailable extends Error {
  override readonly name = 'PastUnavailable';
  /** HTTP status: 410 where a restore lost it. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What the way back begins at; {@link wholeStateOf} gives that of a store. */
export interface WholeState {
  readonly epoch: string | null;
  readonly seq: number;
  readonly areas: IncidentStore['areas'];
  readonly columns: ReadableColumns;
}

/**
 * The state as of a past seq, from a whole state and all pages of the way back to it. The base stays as it is.
 * @returns null if the pages do not fit the base or the digest is not what the last page says: ask again
 */
export function storeOfPast(base: WholeState, pages: readonly AsOfPage[]): IncidentStore | null {
  const last = pages.at(-1);
  const figures = last?.figures;
  const digest = last?.digest;
  if (!last || !figures || !digest) return null;
  if (pages.some(({ epoch, at }) => epoch !== base.epoch || at !== base.seq)) return null;
  const areas = new Map(base.areas);
  const dropped = new Set<number>();
  for (const page of pages) {
    for (const { code, area } of page.areas) areas.set(code, area);
    for (const rid of page.removed) dropped.add(rid);
    for (const row of page.rows) dropped.add(row[RID] ?? 0);
  }
  const label = {
    epoch: last.epoch,
    seq: last.seq,
    digest,
    committedAt: last.committedAt,
    areas: [...areas].map(([code, area]) => ({ code, area })),
    figures,
  };
  const store = new IncidentStore();
  const { digestFault } = store.loadState(label, rowsWithout(base, dropped, pages));
  return digestFault ? null : store;
}

const RID = WIRE_COLUMNS.findIndex(({ name }) => name === 'rid');

/** The base's rows but the dropped, then the pages'. Every row is told in the same array: copy it to keep it. */
function* rowsWithout(
  { columns }: WholeState,
  dropped: ReadonlySet<number>,
  pages: readonly AsOfPage[],
): Generator<ArrayLike<number>> {
  const sources = WIRE_COLUMNS.map(({ name }) => columns.arrays[name]);
  const tuple = new Uint32Array(sources.length);
  for (let row = 0; row < columns.size; row += 1) {
    if (dropped.has(columns.arrays.rid[row] ?? 0)) continue;
    sources.forEach((source, column) => {
      tuple[column] = source[row] ?? 0;
    });
    yield tuple;
  }
  for (const page of pages) yield* page.rows;
}

/** A store's state between two batches, as a copy that stays while the store goes on. */
export function wholeStateOf({ epoch, seq, areas, columns }: IncidentStore): WholeState {
  return { epoch, seq, areas: new Map(areas), columns: columns.compact() };
}

/**
 * Asks for the way back from a whole state to a past one, and goes it.
 * @throws PastUnavailable where there is no such past; Error if the server cannot be reached, or no attempt fitted
 */
export async function loadPast(
  http: FeedHttp,
  base: IncidentStore,
  wanted: { epoch: string; seq: number },
): Promise<IncidentStore> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const start = wholeStateOf(base);
    const store = storeOfPast(start, await fetchPages(http, start.seq, wanted));
    if (store) return store;
  }
  throw new Error(`no state as of ${wanted.epoch}:${wanted.seq} after ${ATTEMPTS} attempts`);
}

async function fetchPages(
  http: FeedHttp,
  at: number,
  { epoch, seq }: { epoch: string; seq: number },
): Promise<AsOfPage[]> {
  const pages: AsOfPage[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const query = new URLSearchParams({ epoch, seq: `${seq}`, at: `${at}`, after: `${after}` });
    const { status, body } = await http.getJson(`/api/v1/as-of?${query}`);
    if (status === 404 || status === 410 || status === 400) {
      throw new PastUnavailable(status, `the state as of ${epoch}:${seq} cannot be had`);
    }
    if (status !== 200) throw new Error(`as-of: HTTP ${status}`);
    const page = asOfPageSchema.parse(body);
    pages.push(page);
    after = page.next;
  }
  return pages;
}
