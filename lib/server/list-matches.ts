import { lastHiding } from '@/db/as-of';
import type { Database } from '@/db/database';
import {
  countIncidents,
  type IncidentPage,
  type IncidentQuery,
  listAndCount,
  listIncidents,
  readPage,
} from '@/db/read-incidents';
import { readHead, seqBefore } from '@/db/read-log';
import { matchRows } from './match-rows';
import type { Services } from './services';

const PATIENCE_MS = 1_000;
const MOST_ATTEMPTS = 5;
const MOST_KEPT = 500;

export interface ListedPage extends IncidentPage {
  /** On all pages. */
  count: number;
  /** What the page is true for. */
  seq: number;
}

/**
 * One page of a list and how many records it has on all. Found in the server's own columns, and only the page's texts
 * are read from the database; from it alone where the columns are behind it, and for a past state.
 */
export async function listMatches(services: Services, query: IncidentQuery): Promise<ListedPage> {
  const { database, tail } = services;
  if (query.asOf !== undefined) {
    const count = await countPast(database, tail.head.epoch, query);
    return { ...(await listIncidents(database, query)), count, seq: query.asOf };
  }
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const page = await listColumns(services, query);
    if (page === 'behind') break;
    if (page !== 'hidden') return page;
  }
  return listAndCount(database, query);
}

/**
 * From the columns: `behind` where they are not at the head, `hidden` where a record of the page left public view before
 * its text was read. The next answer is of a state without it.
 */
async function listColumns(
  { database, tail, partitions }: Services,
  query: IncidentQuery,
): Promise<ListedPage | 'behind' | 'hidden'> {
  const head = await readHead(database);
  const isHeard = await tail.reached(head.seq, PATIENCE_MS);
  const { state } = partitions;
  if (!isHeard || state.epoch !== head.epoch || state.seq < head.seq) return 'behind';
  const changedAfter = query.updatedSince ? await seqBefore(database, query.updatedSince) : 0;
  const { seq } = state;
  const { count, page } = matchRows(state.columns, query, changedAfter);
  const read = await readPage(database, page, query.limit);
  const isWhole = read.rows.length === Math.min(page.length, query.limit);
  return isWhole ? { ...read, count, seq } : 'hidden';
}

const pastCounts = new WeakMap<Database, Map<string, number>>();

/** A past state changes only when something in it is hidden, so its counts are kept until then. */
async function countPast(database: Database, epoch: string, query: IncidentQuery): Promise<number> {
  const { limit: _, after: __, ...asked } = query;
  const key = JSON.stringify([epoch, await lastHiding(database.orm), asked]);
  const kept = pastCounts.get(database) ?? new Map<string, number>();
  pastCounts.set(database, kept);
  const count = kept.get(key) ?? (await countIncidents(database, asked));
  kept.delete(key);
  kept.set(key, count);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return count;
}
