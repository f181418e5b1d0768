import { lastHiding } from '@/db/as-of';
import { type CountGroup, countGroups } from '@/db/count-groups';
import type { Database } from '@/db/database';
import {
  countIncidents,
  type IncidentPage,
  type IncidentQuery,
  listAndCount,
  listIncidents,
  readPage,
} from '@/db/read-incidents';
import { headOf, readAreas, readHead, seqBefore } from '@/db/read-log';
import type { AreaTuple } from '@/lib/domain/region';
import type { AreaCode } from '@/lib/protocol/changes';
import { areaMatches } from '@/lib/regions/gazetteer';
import type { IncidentColumns } from '@/lib/store/incident-columns';
import { groupRows, matchRows } from './match-rows';
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
    const looked = await lookHere(services, query, (columns, areas, changedAfter) =>
      matchRows(columns, inAreas(query, areas), changedAfter),
    );
    if (looked === 'behind') break;
    if (looked === 'moved') continue;
    const { seq } = looked;
    const { count, page: named } = looked.found;
    const page = await readPage(services.database, named, query.limit);
    if (page.rows.length === Math.min(named.length, query.limit)) return { ...page, count, seq };
  }
  return listAndCount(services.database, (areas) => inAreas(query, areas));
}

/** A count group with the area itself. */
export interface AreaCount extends Omit<CountGroup, 'area'> {
  area: AreaTuple;
}

/**
 * How many records a list has of each area, kind and year, found as {@link listMatches} finds them: they add up to its
 * count. Of one state.
 */
export async function countMatches(
  services: Services,
  query: Pick<ListQuery, 'origins'>,
): Promise<{ groups: AreaCount[]; seq: number }> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const looked = await lookHere(services, query, (columns, areas) =>
      withAreas(groupRows(columns, query), areas),
    );
    if (looked === 'behind') break;
    if (looked === 'moved') continue;
    return { groups: looked.found, seq: looked.seq };
  }
  return services.database.orm.transaction(
    async (orm) => {
      const { seq } = await headOf(orm);
      const groups = await countGroups({ orm }, query);
      return { groups: withAreas(groups, await readAreas({ orm })), seq };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

function withAreas(groups: readonly CountGroup[], areas: readonly AreaCode[]): AreaCount[] {
  const byCode = new Map(areas.map(({ code, area }) => [code, area]));
  return groups.flatMap((group) => {
    const area = byCode.get(group.area);
    return area ? [{ ...group, area }] : [];
  });
}

/**
 * Looks in the server's own columns at the head; `behind` where they are not there yet or known to be wrong, `moved` where
 * they are not whole, or the log went on from where `updatedSince` was read.
 */
async function lookHere<Found>(
  { database, tail, partitions }: Services,
  { updatedSince }: Partial<ListQuery>,
  look: (columns: IncidentColumns, areas: AreaCode[], changedAfter: number) => Found,
): Promise<{ found: Found; seq: number } | 'behind' | 'moved'> {
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
  return { found: look(columns, codes, changedAfter), seq };
}

function inAreas({ regions, ...query }: ListQuery, areas: readonly AreaCode[]): IncidentQuery {
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
