import { lastHiding } from '@/db/as-of';
import type { Database } from '@/db/database';
import { countIncidents, type IncidentQuery, matchedCodes, wireBoxOf } from '@/db/read-incidents';
import { readHead, seqBefore } from '@/db/read-log';
import { MINUTE_MS } from '@/lib/domain/time';
import { ROW_GONE } from '@/lib/protocol/columns';
import type { IncidentColumns } from '@/lib/store/incident-columns';
import { type Narrowing, narrowingsOf } from '@/lib/store/narrow-rows';
import type { Segment } from '@/lib/store/segment';
import type { Services } from './services';

const PATIENCE_MS = 1_000;
const MOST_KEPT = 500;

/**
 * How many records a query selects on all its pages. Counted over the server's own columns, which takes about a
 * millisecond for 100 000 records; by the database where those are behind it, and once for a past state.
 */
export async function countMatches(services: Services, query: IncidentQuery): Promise<number> {
  const { database, tail, partitions } = services;
  if (query.asOf !== undefined) return countPast(database, tail.head.epoch, query);
  const head = await readHead(database);
  const isHeard = await tail.reached(head.seq, PATIENCE_MS);
  const { state } = partitions;
  if (isHeard && state.epoch === head.epoch && state.seq >= head.seq) {
    const changedAfter = query.updatedSince ? await seqBefore(database, query.updatedSince) : 0;
    return countRows(state.columns, query, changedAfter);
  }
  return countIncidents(database, query);
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

/** Counts by the same conditions as the list; `changedAfter` stands for `updatedSince`. */
export function countRows(
  { segments }: Pick<IncidentColumns, 'segments'>,
  query: IncidentQuery,
  changedAfter: number,
): number {
  const codes = matchedCodes(query);
  const tables = {
    incidentClass: tableOf(codes.classes),
    area: tableOf(codes.areas),
    verification: tableOf(codes.verifications),
    origin: tableOf(codes.origins),
    context: tableOf(codes.contexts),
  };
  const wanted: Wanted = {
    tables: TABLED.flatMap((name) => (tables[name] ? [{ name, table: tables[name] }] : [])),
    first: query.from === undefined ? 0 : Math.ceil(query.from / MINUTE_MS),
    end: query.to === undefined ? 2 ** 32 : Math.ceil(query.to / MINUTE_MS),
    changedAfter,
    boxes: query.bbox ? wireBoxOf(query.bbox) : null,
    narrowings: narrowingsOf(
      { casualties: query.casualties ?? [], quantity: query.quantity ?? null },
      null,
    ),
  };
  // An empty list of choices is none of them here, as in the database.
  if (query.casualties?.length === 0) return 0;
  return segments.reduce((sum, segment) => sum + countSegment(segment, wanted), 0);
}

const TABLED = ['incidentClass', 'area', 'verification', 'origin', 'context'] as const;

/** A query as numbers. Minutes are half-open, `[first, end)`; boxes are west, north, east, south on the wire. */
interface Wanted {
  tables: { name: (typeof TABLED)[number]; table: Uint8Array }[];
  first: number;
  end: number;
  changedAfter: number;
  boxes: ReturnType<typeof wireBoxOf> | null;
  narrowings: readonly Narrowing[];
}

function countSegment(segment: Segment, wanted: Wanted): number {
  const { arrays, size } = segment;
  const { first, end, changedAfter, boxes } = wanted;
  const { occurredFrom, fromSeq, state, x, y } = arrays;
  const tables = wanted.tables.map(({ name, table }) => ({ column: arrays[name], table }));
  const isInBox = (place: number) =>
    boxes === null ||
    boxes.some(
      ([west, north, east, south]) =>
        (x[place] as number) >= west &&
        (x[place] as number) <= east &&
        (y[place] as number) >= north &&
        (y[place] as number) <= south,
    );
  const marks = narrowedMarks(segment, wanted.narrowings);
  let count = 0;
  for (let place = 0; place < size; place += 1) {
    const minute = occurredFrom[place] as number;
    if (minute < first || minute >= end || (fromSeq[place] as number) <= changedAfter) continue;
    if (state[place] === ROW_GONE || marks?.[place] === 0) continue;
    if (tables.some(({ column, table }) => table[column[place] as number] === 0)) continue;
    if (isInBox(place)) count += 1;
  }
  return count;
}

/** A byte per row, 0 where it does not pass; null where nothing narrows. */
function narrowedMarks(segment: Segment, narrowings: readonly Narrowing[]): Uint8Array | null {
  if (narrowings.length === 0) return null;
  const marks = new Uint8Array(segment.size).fill(1);
  for (const narrow of narrowings) narrow(segment, marks);
  return marks;
}

function tableOf(codes: readonly number[] | null): Uint8Array | null {
  if (codes === null) return null;
  const table = new Uint8Array(65_536);
  for (const code of codes) table[code] = 1;
  return table;
}
