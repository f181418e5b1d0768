import type { CountGroup } from '@/db/count-groups';
import {
  type IncidentQuery,
  type ListCursor,
  matchedCodes,
  type NamedVersion,
  wireBoxOf,
} from '@/db/read-incidents';
import {
  COARSE_GRAIN,
  DAY_GRAIN,
  MINUTE_MS,
  yearAfterStarts,
  yearOfMinute,
  yearStarts,
} from '@/lib/domain/time';
import { codeOf, INCIDENT_CLASSES, KINDS, type Kind } from '@/lib/domain/vocabulary';
import { ROW_GONE, ROW_RETRACTED } from '@/lib/protocol/columns';
import type { IncidentColumns } from '@/lib/store/incident-columns';
import { type Narrowing, narrowingsOf } from '@/lib/store/narrow-rows';
import { BLOCK_ROWS, BOX_SIDES, GRAINS, type Segment } from '@/lib/store/segment';

export interface Matches {
  /** On all pages. */
  count: number;
  /** Of one page and, where there are more, the first of the next. */
  page: NamedVersion[];
}

/**
 * What a query selects of the columns, by the same conditions as `listIncidents`: one pass over all rows, some
 * milliseconds for a million, whatever the conditions. `changedAfter` stands for `updatedSince`.
 */
export function matchRows(
  { segments }: Pick<IncidentColumns, 'segments'>,
  query: IncidentQuery,
  changedAfter: number,
): Matches {
  // An empty list of choices is none of them here, as in the database.
  if (query.casualties?.length === 0) return { count: 0, page: [] };
  const wanted = toNumbers(query, changedAfter);
  const newest = new NewestVersions(query.limit + 1, query.after ?? null);
  let count = 0;
  for (const segment of segments) {
    if (segment.lastBegin < wanted.first || segment.firstMinute >= wanted.end) continue;
    const { occurredFrom, rid, fromSeq } = segment.arrays;
    eachMatch(segment, wanted, (place) => {
      count += 1;
      newest.offer(occurredFrom[place] as number, rid[place] as number, fromSeq[place] as number);
    });
  }
  return { count, page: newest.inOrder() };
}

/**
 * How many records of each area, kind and year a query selects of the columns, by the same pass. Without `limit` and
 * `after` in it: a count is of all pages.
 */
export function groupRows(
  { segments }: Pick<IncidentColumns, 'segments'>,
  query: Omit<IncidentQuery, 'limit'>,
): CountGroup[] {
  const wanted = toNumbers(query, 0);
  // An array for each area that has records: a million take 55 ms, with a map of all keys 85.
  const byArea = new Map<number, Uint32Array>();
  for (const segment of segments) {
    const { area, incidentClass, state, occurredFrom } = segment.arrays;
    eachMatch(segment, wanted, (place) => {
      const code = area[place] as number;
      let sums = byArea.get(code);
      if (!sums) {
        sums = new Uint32Array((yearStarts().length + 1) * KINDS_AND_STATES);
        byArea.set(code, sums);
      }
      const year = yearOfMinute(occurredFrom[place] as number) - yearAfterStarts(0);
      const kind = KIND_CODES[incidentClass[place] as number] as number;
      const bin = (year * KINDS.length + kind) * 2 + (state[place] === ROW_RETRACTED ? 1 : 0);
      sums[bin] = (sums[bin] as number) + 1;
    });
  }
  return Array.from(byArea, ([area, sums]) => groupsOfArea(area, sums)).flat();
}

const KINDS_AND_STATES = KINDS.length * 2;
/** By the code of a class. */
const KIND_CODES = INCIDENT_CLASSES.map(([kind]) => codeOf(KINDS, kind));

function groupsOfArea(area: number, sums: Uint32Array): CountGroup[] {
  const groups: CountGroup[] = [];
  sums.forEach((count, bin) => {
    if (count === 0) return;
    const year = yearAfterStarts(Math.floor(bin / KINDS_AND_STATES));
    const kind = KINDS[Math.floor(bin / 2) % KINDS.length] as Kind;
    groups.push({ area, kind, year, isRetracted: bin % 2 === 1, count });
  });
  return groups;
}

/** The newest versions after a cursor, of any number that are offered. */
class NewestVersions {
  readonly #capacity: number;
  readonly #after: ListCursor | null;
  #held: NamedVersion[] = [];
  /** Older ones cannot be among the newest any more. */
  #oldestMinute = 0;

  constructor(capacity: number, after: ListCursor | null) {
    this.#capacity = capacity;
    this.#after = after;
  }

  offer(occurredFrom: number, rid: number, fromSeq: number): void {
    if (occurredFrom < this.#oldestMinute) return;
    if (this.#after && !isBeyond(this.#after, occurredFrom, rid)) return;
    this.#held.push({ occurredFrom, rid, fromSeq });
    if (this.#held.length < 2 * this.#capacity + 64) return;
    this.inOrder();
    this.#oldestMinute = this.#held.at(-1)?.occurredFrom ?? 0;
  }

  inOrder(): NamedVersion[] {
    this.#held.sort((a, b) => b.occurredFrom - a.occurredFrom || b.rid - a.rid);
    this.#held.length = Math.min(this.#held.length, this.#capacity);
    return this.#held;
  }
}

function isBeyond(after: ListCursor, occurredFrom: number, rid: number): boolean {
  return (
    occurredFrom < after.occurredFrom || (occurredFrom === after.occurredFrom && rid < after.rid)
  );
}

const TABLED = ['incidentClass', 'area', 'verification', 'origin', 'context'] as const;

/** A query as numbers. Minutes are half-open, `[first, end)`; boxes are west, north, east, south on the wire. */
interface Wanted {
  tables: { name: (typeof TABLED)[number]; table: Uint8Array }[];
  first: number;
  end: number;
  /** Minutes within no row of a day or a night. */
  cuts: readonly number[];
  changedAfter: number;
  boxes: ReturnType<typeof wireBoxOf> | null;
  narrowings: readonly Narrowing[];
}

function toNumbers(query: Omit<IncidentQuery, 'limit'>, changedAfter: number): Wanted {
  const codes = matchedCodes(query);
  const tables = {
    incidentClass: tableOf(codes.classes),
    area: tableOf(codes.areas),
    verification: tableOf(codes.verifications),
    origin: tableOf(codes.origins),
    context: tableOf(codes.contexts),
  };
  return {
    tables: TABLED.flatMap((name) => (tables[name] ? [{ name, table: tables[name] }] : [])),
    first: query.from === undefined ? 0 : Math.ceil(query.from / MINUTE_MS),
    end: query.to === undefined ? 2 ** 32 : Math.ceil(query.to / MINUTE_MS),
    cuts: (query.cuts ?? []).map((cut) => Math.ceil(cut / MINUTE_MS)),
    changedAfter,
    boxes: query.bbox ? wireBoxOf(query.bbox) : null,
    narrowings: narrowingsOf(
      { casualties: query.casualties ?? [], quantity: query.quantity ?? null },
      null,
    ),
  };
}

function tableOf(codes: readonly number[] | null): Uint8Array | null {
  if (codes === null) return null;
  const table = new Uint8Array(65_536);
  for (const code of codes) table[code] = 1;
  return table;
}

function eachMatch(segment: Segment, wanted: Wanted, visit: (place: number) => void): void {
  const { first, end, cuts, changedAfter, boxes } = wanted;
  const { arrays, size } = segment;
  const { occurredFrom, occurredTo, timePrecision, fromSeq, state, x, y } = arrays;
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
  for (let place = 0; place < size; place += 1) {
    if (boxes && place % BLOCK_ROWS === 0 && isBlockOutside(segment, place, boxes)) {
      place += BLOCK_ROWS - 1;
      continue;
    }
    const minute = occurredFrom[place] as number;
    if (minute < first || minute >= end || (fromSeq[place] as number) <= changedAfter) continue;
    const last = occurredTo[place] as number;
    const grain = GRAINS[timePrecision[place] as number];
    if (grain === COARSE_GRAIN && last > end) continue;
    if (grain === DAY_GRAIN && cuts.some((cut) => minute < cut && last > cut)) continue;
    if (state[place] === ROW_GONE || marks?.[place] === 0) continue;
    if (tables.some(({ column, table }) => table[column[place] as number] === 0)) continue;
    if (isInBox(place)) visit(place);
  }
}

/** A byte per row, 0 where it does not pass; null where nothing narrows. */
function narrowedMarks(segment: Segment, narrowings: readonly Narrowing[]): Uint8Array | null {
  if (narrowings.length === 0) return null;
  const marks = new Uint8Array(segment.size).fill(1);
  for (const narrow of narrowings) narrow(segment, marks);
  return marks;
}

/** Whether no row of the block that begins at a place lies in any of the boxes. */
function isBlockOutside(
  { boxes: bounds }: Segment,
  place: number,
  boxes: NonNullable<Wanted['boxes']>,
): boolean {
  const block = (place / BLOCK_ROWS) * BOX_SIDES;
  const [minX = 0, minY = 0, maxX = 0, maxY = 0] = bounds.subarray(block, block + BOX_SIDES);
  return boxes.every(
    ([west, north, east, south]) => minX > east || maxX < west || minY > south || maxY < north,
  );
}
