import { lastHiding, readAsOfPage, resolvePast } from '@/db/as-of';
import { readHead } from '@/db/read-log';
import { searchIncidents } from '@/db/search-incidents';
import type { Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import { searchWords } from '@/lib/domain/search-words';
import type { AsOfPage } from '@/lib/protocol/as-of';
import { PAGE_ROWS } from '@/lib/protocol/version';
import { areaMatches } from '@/lib/regions/gazetteer';
import { regionsNamed } from '@/lib/regions/region-words';
import { compileFilter, type FoundRecords } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import type { IncidentStore } from '@/lib/store/incident-store';
import { ridSetOf } from '@/lib/store/rid-set';
import { withPast } from './api/past-query';
import { problem } from './http/answers';
import { originsOf } from './scope';
import { SelectedRids } from './selected-rids';
import type { Services } from './services';

const PATIENCE_MS = 1_000;
/** So often the log moves, or something is hidden, in just the moment that an answer is made of. */
const MOST_ATTEMPTS = 4;
/** What a page of the explorer asks for and shows: the two count the same. */
const MOST_FOUND = 10_000;
const RID = 0;

/** The records that a view selects, all of one state. */
export interface SelectedView {
  epoch: string;
  seq: number;
  /** Commit time of `seq`, ISO. */
  committedAt: string;
  /** The last change that hid anything: a past state is the same as long as this is. */
  hiding: number;
  /** Published and retracted records, by rid. */
  rids: SelectedRids;
  /** The text has more findings than the search gives; the view has the first of them only. */
  isTextCut: boolean;
}

/**
 * What the explorer's engine selects by the same filter, found in the server's own columns by the engine's own code: records
 * with `SelectedRids.count` counted, and retracted ones beside them.
 * @throws a 400, 404 or 410 problem where that past cannot be had; a 503 one while the columns are not whole
 */
export function selectView(
  services: Services,
  filter: Filter,
  asOf: PastName | null,
): Promise<SelectedView> {
  return asOf ? selectPast(services, filter, asOf) : selectNow(services, filter);
}

async function selectNow(services: Services, filter: Filter): Promise<SelectedView> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const hiding = await lastHiding(services.database.orm);
    const text = await findText(services, filter);
    const state = await wholeState(services);
    if (state === 'moved') continue;
    const { epoch, seq, areas, columns } = state;
    const isSameLog = !text || text.epoch === epoch;
    // After some attempts a text's findings may be a little older than the columns, as on every screen.
    if (!isSameLog || (text && text.seq !== seq && attempt < MOST_ATTEMPTS)) continue;
    const rids = new SelectedRids();
    rids.addSelected(columns, compileFilter(filter, areas, areaMatches, text?.found ?? null));
    const committedAt = state.committedAt ?? '';
    return { epoch, seq, committedAt, hiding, rids, isTextCut: text?.isCut ?? false };
  }
  throw notWhole();
}

interface FoundText {
  epoch: string;
  seq: number;
  found: FoundRecords;
  isCut: boolean;
}

async function findText(
  { database, settings }: Services,
  { text, scope }: Filter,
): Promise<FoundText | null> {
  if (text === null) return null;
  const found = await searchIncidents(database, {
    words: searchWords(text),
    regionsOf: regionsNamed,
    limit: MOST_FOUND,
    origins: originsOf(scope, settings),
  });
  const { epoch, seq, rids, truncated } = found;
  return { epoch, seq, found: { number: 1, rids: ridSetOf(rids) }, isCut: truncated };
}

/** The server's columns at the head or later; nothing may be awaited while they are read. */
async function wholeState({ database, tail, partitions }: Services) {
  const head = await readHead(database);
  if (!(await tail.reached(head.seq, PATIENCE_MS))) throw notWhole();
  const { state } = partitions;
  const { epoch, seq, verifiable, hasDigestFault } = state;
  if (epoch !== head.epoch || seq < head.seq || hasDigestFault) throw notWhole();
  return verifiable ? (state as IncidentStore & { epoch: string }) : 'moved';
}

/**
 * The current selection without what has changed since, and what stood there then: so it costs what changed, and no copy
 * of the columns.
 */
async function selectPast(
  services: Services,
  filter: Filter,
  asked: PastName,
): Promise<SelectedView> {
  if (filter.text !== null) throw noPastSearch();
  const { orm } = services.database;
  const past = await withPast('asOf', () => resolvePast(orm, asked));
  const { epoch, seq, committedAt } = past;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const hiding = await lastHiding(orm);
    const state = await wholeState(services);
    if (state === 'moved' || state.epoch !== epoch) continue;
    const rids = new SelectedRids();
    rids.addSelected(state.columns, compileFilter(filter, state.areas, areaMatches));
    const [at, areas] = [state.seq, new Map(state.areas)];
    for await (const page of wayBack(services, past, at)) {
      for (const { code, area } of page.areas) areas.set(code, area);
      for (const rid of page.removed) rids.remove(rid);
      for (const row of page.rows) rids.remove(row[RID] ?? 0);
      const columns = new IncidentColumns();
      for (const row of page.rows) columns.put(row);
      rids.addSelected(columns, compileFilter(filter, areas, areaMatches));
    }
    // Else two pages may be of different pasts.
    if ((await lastHiding(orm)) !== hiding) continue;
    return { epoch, seq, committedAt, hiding, rids, isTextCut: false };
  }
  throw notWhole();
}

async function* wayBack(
  { database }: Services,
  past: PastName,
  at: number,
): AsyncGenerator<AsOfPage> {
  for (let after: number | null = 0; after !== null; ) {
    const request = { past, at, after, limit: PAGE_ROWS };
    const page: AsOfPage = await withPast('asOf', () => readAsOfPage(database, request));
    yield page;
    after = page.next;
  }
}

/** Words are looked for in what is public now; its answer would change with every correction. */
function noPastSearch() {
  return problem(400, 'query', 'A parameter is wrong', {
    errors: [
      { field: 'q', message: 'a past state cannot be searched for words: leave out q, or asOf' },
    ],
  });
}

function notWhole() {
  const detail = 'The server is reading the log. Try again in a second.';
  return problem(503, 'building', 'Not ready yet', { detail }, { 'retry-after': '1' });
}
