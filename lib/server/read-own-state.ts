import type { Logger } from 'pino';
import type { Database } from '@/db/database';
import { type CurrentManifest, readCurrentManifest, readPartition } from '@/db/partitions';
import { commitAt, readAreas, readChanges, readFigures, readHead, readState } from '@/db/read-log';
import type { Manifest } from '@/lib/protocol/changes';
import type { WireTuple } from '@/lib/protocol/columns';
import { CATCH_UP_LIMIT, PAGE_ROWS, PROTOCOL_VERSION } from '@/lib/protocol/version';
import { IncidentStore } from '@/lib/store/incident-store';
import { rowsByBrusselsYear } from '@/lib/store/partition-codec';
import { TouchedYears } from './touched-years';

const ADDRESS_PREFIX = '/api/v1/partitions/';

/** What readers see, with what a builder must know of it. */
export interface OwnState {
  store: IncidentStore;
  touched: TouchedYears;
}

/**
 * The state of the database, read as every reader does: the files of the stored manifest, then what changed since. So a
 * start costs a few megabytes and not a row of the database for each record. The digest says whether that is the state;
 * if it is not, or there are no files, every row is read.
 */
export async function readOwnState(database: Database, log: Logger): Promise<OwnState> {
  const ofFiles = await readFiles(database).catch((err: unknown) => {
    log.warn({ err }, 'the stored partitions are of no use; reading every row');
    return null;
  });
  return ofFiles ?? readRows(database, log);
}

/** @returns null if there are no such files, they are too far behind, or the digest is not the log's */
async function readFiles(database: Database): Promise<OwnState | null> {
  const stored = await readCurrentManifest(database, PROTOCOL_VERSION);
  const head = await readHead(database);
  if (stored?.epoch !== head.epoch || head.seq - stored.seq > CATCH_UP_LIMIT) return null;
  const commit = await commitAt(database.orm, stored.seq);
  if (!commit) return null;
  const manifest = await describeManifest(database, stored, commit);
  const store = new IncidentStore();
  store.beginSnapshot(manifest);
  for (const part of manifest.partitions) {
    const bytes = await readPartition(database, addressOf(part));
    if (bytes === null || bytes === 'gone') return null;
    store.addPartition(new Uint8Array(bytes));
  }
  const touched = new TouchedYears();
  if (!(await catchUp(database, { store, touched }, head.seq))) return null;
  return store.verifiable && !store.hasDigestFault ? { store, touched } : null;
}

/** Takes what changed up to a seq; false if a page does not follow from what is held. */
async function catchUp(
  database: Database,
  { store, touched }: OwnState,
  to: number,
): Promise<boolean> {
  const from = store.seq;
  for (let after: number | null = from; after !== null && from < to; ) {
    const page = await readChanges(database, { from, to, after, limit: PAGE_ROWS });
    if (page.epoch !== store.epoch) return false;
    // Another process may have stored files of any later seq.
    touched.note(store, page, Number.POSITIVE_INFINITY);
    const { gap, digestFault } = store.applyBatch(page, after);
    if (gap || digestFault) return false;
    after = page.next;
  }
  return true;
}

async function readRows(database: Database, log: Logger): Promise<OwnState> {
  const rows: WireTuple[] = [];
  let head = null;
  for await (const chunk of readState(database)) {
    head = chunk.head;
    for (const row of chunk.rows) rows.push(row);
  }
  if (!head) throw new Error('the database gave no state');
  const areas = await readAreas(database, head.seq);
  const figures = await readFigures(database, head.seq);
  const store = new IncidentStore();
  if (store.loadState({ ...head, areas, figures }, rows).digestFault) {
    const found = store.digest;
    log.error({ ...head, found }, 'the stored digest is not that of the stored records');
  }
  const years = [...rowsByBrusselsYear(store.columns.compact()).keys()];
  return { store, touched: new TouchedYears(years.map((year) => [year, store.seq])) };
}

/** A stored manifest as readers get it. */
export async function describeManifest(
  database: Database,
  stored: CurrentManifest,
  commit: { digest: string; committedAt: string },
): Promise<Manifest> {
  return {
    protocol: PROTOCOL_VERSION,
    epoch: stored.epoch,
    seq: stored.seq,
    digest: commit.digest,
    committedAt: commit.committedAt,
    partitions: stored.partitions.map(({ address, year, rows, byteLength }) => ({
      year,
      url: `${ADDRESS_PREFIX}${address}`,
      rows,
      bytes: byteLength,
    })),
    areas: await readAreas(database, stored.seq),
    figures: await readFigures(database, stored.seq),
  };
}

/** The address of a partition of a manifest. */
export function addressOf(entry: { url: string }): string {
  return entry.url.slice(ADDRESS_PREFIX.length);
}
