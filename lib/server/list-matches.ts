import { lastHiding } from '@/db/as-of';
import type { Database } from '@/db/database';
import {
  countIncidents,
  type IncidentPage,
  type IncidentQuery,
  listAndCount,
  listIncidents,
  type NamedVersion,
  readPage,
} from '@/db/read-incidents';
import { readAreas, readHead, seqBefore } from '@/db/read-log';
import type { AreaTuple } from '@/lib/domain/region';
import { areaMatches } from '@/lib/regions/gazetteer';
import { matchRows } from './match-rows';
import type { Services } from './services';

const PATIENCE_MS = 1_000;
const MOST_KEPT = 500;
/** So often something is hidden, or the log moves, in just the moment that an answer is made of. */
const MOST_ATTEMPTS = 4;

/** What a list asks for; the codes of its regions' areas are those of the state that it lists. */
export interface ListQuery extends Omit<IncidentQuery, 'areaCodes'> {
  regions?: readonly string[];
}

export interface ListedPage extends IncidentPage {
  /** Records on all pages. */
  count: number;
  /** Page and count are of the state at this seq. */
  seq: number;
}

/**
 * One page of a list and how many records it has on all, both of one state. Found in the server's own columns, and only
 * the page's texts are read from the database; from it alone, in one transaction, where the columns are behind it or
 * known to be wrong, and for a past state.
 */
export async function listMatches(services: Services, query: ListQuery): Promise<ListedPage> {
  const { asOf } = query;
  if (asOf !== undefined) return listPast(services, query, asOf);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const matched = await matchHere(services, query);
    if (matched === 'behind') break;
    if (matched === 'moved') continue;
    const { named, count, seq } = matched;
    const page = await readPage(services.database, named, query.limit);
    if (page.rows.length === Math.min(named.length, query.limit)) return { ...page, count, seq };
  }
  return listAndCount(services.database, (areas) => inAreas(query, areas));
}

interface Matched {
  /** Of one page and, where there are more, the first of the next. */
  named: NamedVersion[];
  count: number;
  seq: number;
}

/** Looks in the columns; `moved` where they are not whole, or the log went on from where `updatedSince` was read. */
async function matchHere(
  { database, tail, partitions }: Services,
  query: ListQuery,
): Promise<Matched | 'behind' | 'moved'> {
  const { updatedSince } = query;
  const head = await readHead(database);
  if (!(await tail.reached(head.seq, PATIENCE_MS))) return 'behind';
  const changedAfter = updatedSince ? await seqBefore(database, updatedSince) : 0;
  // From here on nothing is awaited: seq, area codes and rows are of one moment.
  const { epoch, seq, areas, columns, verifiable, hasDigestFault } = partitions.state;
  if (epoch !== head.epoch || seq < head.seq) return 'behind';
  // Until they are read again: the database is what they should have been.
  if (hasDigestFault) return 'behind';
  if (!verifiable || (changedAfter > seq && seq > head.seq)) return 'moved';
  const codes = Array.from(areas, ([code, area]) => ({ code, area }));
  const { count, page } = matchRows(columns, inAreas(query, codes), changedAfter);
  return { named: page, count, seq };
}

function inAreas(
  { regions, ...query }: ListQuery,
  areas: readonly { code: number; area: AreaTuple }[],
): IncidentQuery {
  if (!regions) return query;
  const inRegions = ({ area }: { area: AreaTuple }) =>
    regions.some((region) => areaMatches(area, region));
  return { ...query, areaCodes: areas.filter(inRegions).map(({ code }) => code) };
}

/** A past state changes only when something in it is hidden: then it is counted and listed again. */
async function listPast(
  { database, tail }: Services,
  query: ListQuery,
  seq: number,
): Promise<ListedPage> {
  const wanted = inAreas(query, await readAreas(database));
  let hiding = await lastHiding(database.orm);
  for (let attempt = 1; ; attempt += 1) {
    const count = await countPast(database, `${tail.head.epoch} ${hiding}`, wanted);
    const page = await listIncidents(database, wanted);
    const now = await lastHiding(database.orm);
    if (now === hiding || attempt === MOST_ATTEMPTS) return { ...page, count, seq };
    hiding = now;
  }
}

const pastCounts = new WeakMap<Database, Map<string, number>>();

/** The count of a past state, kept as long as nothing in it changes. */
async function countPast(database: Database, past: string, query: IncidentQuery): Promise<number> {
  const { limit: _, after: __, ...asked } = query;
  const key = JSON.stringify([past, asked]);
  const kept = pastCounts.get(database) ?? new Map<string, number>();
  pastCounts.set(database, kept);
  const count = kept.get(key) ?? (await countIncidents(database, asked));
  kept.delete(key);
  kept.set(key, count);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return count;
}
