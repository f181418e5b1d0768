import type { ListOrder } from '@/lib/domain/list-order';
import { QUANTITY_UNITS } from '@/lib/domain/vocabulary';
import { NOT_STATED, type WireColumn } from '@/lib/protocol/columns';
import type { IncidentColumns } from './incident-columns';

const BUCKETS = 65_536;
const TIME_BITS = 10;
const TOLL_BUCKETS = 256;
/** Units are numbered from 1; amounts in other units have no weight. */
const KILOGRAMS = 1 + QUANTITY_UNITS.indexOf('kg');

/** What rows are sorted by, the largest first; `bucketOf` never puts a larger key below a smaller one. */
interface Ranking {
  keyOf: (columns: IncidentColumns, row: number) => number;
  bucketOf: (key: number) => number;
}

const RANKINGS: Record<ListOrder, Ranking> = {
  time: {
    keyOf: (columns, row) => columns.valueAt(row, 'occurredFrom'),
    bucketOf: (minutes) => minutes >>> TIME_BITS,
  },
  severity: {
    keyOf: (columns, row) =>
      tollOf(columns, row, 'killed') * BUCKETS + tollOf(columns, row, 'injured'),
    bucketOf: (key) => {
      const killed = Math.min(TOLL_BUCKETS - 1, Math.floor(key / BUCKETS));
      const isBeyond = key / BUCKETS >= TOLL_BUCKETS;
      const injured = isBeyond ? TOLL_BUCKETS - 1 : Math.min(TOLL_BUCKETS - 1, key % BUCKETS);
      return killed * TOLL_BUCKETS + injured;
    },
  },
  weight: {
    keyOf: (columns, row) =>
      columns.valueAt(row, 'quantityUnit') === KILOGRAMS ? columns.valueAt(row, 'quantity') : 0,
    bucketOf: leadingBits,
  },
};

function tollOf(columns: IncidentColumns, row: number, name: WireColumn): number {
  const people = columns.valueAt(row, name);
  return people === NOT_STATED ? 0 : people;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Exponent and first digits: they grow with the number. */
function leadingBits(value: number): number {
  float[0] = value;
  return (bits[0] as number) >>> 16;
}

/**
 * The rows from `offset` to `end - 1` in an order; where equal, newest first, then by rid. Only rows that can be on the
 * page are sorted: they are found by counting rows in buckets of their keys.
 */
export function orderedRows(
  columns: IncidentColumns,
  rows: readonly number[],
  order: ListOrder,
  offset: number,
  end: number,
): number[] {
  const { keyOf, bucketOf } = RANKINGS[order];
  const keys = Float64Array.from(rows, (row) => keyOf(columns, row));
  const least = leastBucket(keys, bucketOf, end);
  const places: number[] = [];
  for (let place = 0; place < rows.length; place += 1) {
    if (bucketOf(keys[place] as number) >= least) places.push(place);
  }
  const rowAt = (place: number): number => rows[place] as number;
  return places
    .sort(
      (a, b) =>
        (keys[b] as number) - (keys[a] as number) ||
        columns.valueAt(rowAt(b), 'occurredFrom') - columns.valueAt(rowAt(a), 'occurredFrom') ||
        columns.valueAt(rowAt(b), 'rid') - columns.valueAt(rowAt(a), 'rid'),
    )
    .slice(offset, end)
    .map(rowAt);
}

/** From this bucket on there are at least `wanted` keys, or all of them. */
function leastBucket(keys: Float64Array, bucketOf: Ranking['bucketOf'], wanted: number): number {
  const counts = new Uint32Array(BUCKETS);
  for (const key of keys) {
    const bucket = Math.min(BUCKETS - 1, bucketOf(key));
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  let least = BUCKETS - 1;
  for (let held = counts[least] as number; held < wanted && least > 0; ) {
    least -= 1;
    held += counts[least] as number;
  }
  return least;
}
