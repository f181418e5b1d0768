import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, LAST_ZOOM } from '@/lib/domain/filter';
import { NO_POINT, toTuple, type WireRow } from '@/lib/protocol/columns';
import { CLUSTER_MARGIN_PX, type Cluster, clusterCells } from '@/lib/store/cluster-cells';
import { compileFilter } from '@/lib/store/compile-filter';
import { FAN_MOST, fanOffsets, fanOut } from '@/lib/store/fan-out';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { Selection } from '@/lib/store/select-rows';
import { isInside, pixelsPerUnit, type ViewFrame } from '@/lib/store/view-frame';
import { expectEqual } from '../../support/expect-equal';
import { AREAS, areaMatches, randomRow, seededRandom } from './support/random-rows';

const SPOT = { x: 1_100_000_016, y: 700_000_016 };
const UNITS_PER_PX = 1 / pixelsPerUnit(LAST_ZOOM);
const AROUND = 40_000;
const FRAME: ViewFrame = {
  box: {
    minX: SPOT.x - AROUND,
    minY: SPOT.y - AROUND,
    maxX: SPOT.x + AROUND,
    maxY: SPOT.y + AROUND,
  },
  zoom: LAST_ZOOM,
};

/** Stacks of records on spots some pixels from each other. */
const stacks = fc.array(
  fc.record({
    right: fc.integer({ min: -300, max: 300 }),
    down: fc.integer({ min: -300, max: 300 }),
    count: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: FAN_MOST + 5 })),
  }),
  { minLength: 1, maxLength: 12 },
);

function recordsOf(spots: readonly { right: number; down: number; count: number }[]): WireRow[] {
  const random = seededRandom(3);
  return spots
    .flatMap(({ right, down, count }) => Array.from({ length: count }, () => ({ right, down })))
    .map(({ right, down }, index) => ({
      ...randomRow(index + 1, index + 1, random),
      state: 0,
      origin: 0,
      x: SPOT.x + Math.round(right * UNITS_PER_PX),
      y: SPOT.y + Math.round(down * UNITS_PER_PX),
    }));
}

function columnsOf(records: readonly WireRow[]): IncidentColumns {
  const columns = new IncidentColumns();
  for (const record of records) columns.put(toTuple(record));
  return columns;
}

function drawn(columns: IncidentColumns, frame = FRAME): readonly Cluster[] {
  const selection = new Selection().update(columns, compileFilter(EVERYTHING, AREAS, areaMatches));
  return fanOut(clusterCells(columns, selection, frame), columns, selection, frame);
}

/** Without row numbers, which depend on the order of storing. */
function told(columns: IncidentColumns, clusters: readonly Cluster[]): object[] {
  return clusters
    .map(({ row, ...rest }) => ({ ...rest, rid: row < 0 ? 0 : columns.valueAt(row, 'rid') }))
    .sort((a, b) => a.x - b.x || a.y - b.y);
}

describe('records of one spot at the last zoom', () => {
  it('stand side by side, each once and with the spot that it lies at', () => {
    for (const count of [2, 3, 6, 7, 19, FAN_MOST]) {
      const columns = columnsOf(recordsOf([{ right: 0, down: 0, count }]));
      const clusters = drawn(columns);
      expect(clusters.map(({ count: one, spot }) => [one, spot])).toEqual(
        Array.from({ length: count }, () => [1, SPOT]),
      );
      const rids = clusters.map(({ row }) => columns.valueAt(row, 'rid'));
      expect(rids).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });

  it('stay one circle where they are too many, and below the last zoom', () => {
    const many = columnsOf(recordsOf([{ right: 0, down: 0, count: FAN_MOST + 1 }]));
    expect(drawn(many).map(({ count }) => count)).toEqual([FAN_MOST + 1]);
    const few = columnsOf(recordsOf([{ right: 0, down: 0, count: 4 }]));
    const before = { ...FRAME, zoom: LAST_ZOOM - 0.25 };
    expect(drawn(few, before).map(({ count }) => count)).toEqual([4]);
  });

  it('are all there beside others, and add up as their records do', () => {
    fc.assert(
      fc.property(stacks, (spots) => {
        const records = recordsOf(spots);
        const columns = columnsOf(records);
        const clusters = drawn(columns);
        const sum = (value: (cluster: Cluster) => number) =>
          clusters.reduce((total, cluster) => total + value(cluster), 0);
        const selection = new Selection().update(
          columns,
          compileFilter(EVERYTHING, AREAS, areaMatches),
        );
        const whole = clusterCells(columns, selection, FRAME);
        for (const name of [
          'count',
          'shootings',
          'seizures',
          'killed',
          'injured',
          'grams',
        ] as const)
          expect(sum((cluster) => cluster[name])).toBe(
            whole.reduce((total, cluster) => total + cluster[name], 0),
          );
        for (const { row, spot } of clusters) {
          if (!spot) continue;
          expectEqual(spot, { x: columns.valueAt(row, 'x'), y: columns.valueAt(row, 'y') });
        }
        const rids = clusters.flatMap(({ row }) => (row < 0 ? [] : [columns.valueAt(row, 'rid')]));
        expectEqual(new Set(rids).size, rids.length);
        expectEqual(
          records.every(({ x }) => x !== NO_POINT),
          true,
        );
      }),
    );
  });

  it('never overlap a neighbour or each other', () => {
    fc.assert(
      fc.property(stacks, (spots) => {
        const clusters = drawn(columnsOf(recordsOf(spots)));
        for (const [index, a] of clusters.entries()) {
          for (const b of clusters.slice(index + 1)) {
            const apartPx = Math.hypot(a.x - b.x, a.y - b.y) / UNITS_PER_PX;
            const neededPx = a.radiusPx + b.radiusPx + 2 * CLUSTER_MARGIN_PX;
            if (apartPx < neededPx - 1e-6) expect({ a, b, apartPx }).toEqual('further apart');
          }
        }
      }),
    );
  });

  it('are the same in whatever order records came, and wherever the view stands', () => {
    fc.assert(
      fc.property(stacks, fc.integer({ min: -200, max: 200 }), (spots, panPx) => {
        const records = recordsOf(spots);
        const columns = columnsOf(records);
        const backwards = columnsOf(records.toReversed());
        expect(told(backwards, drawn(backwards))).toEqual(told(columns, drawn(columns)));
        const pan = panPx * UNITS_PER_PX;
        const { minX, maxX, minY, maxY } = FRAME.box;
        const box = { minX: minX / 2 + maxX / 2 + pan, maxX: maxX + pan, minY, maxY };
        const panned = drawn(columns, { ...FRAME, box });
        const seen = (clusters: readonly Cluster[]) =>
          told(
            columns,
            clusters.filter(({ x, y }) => isInside(box, x, y)),
          );
        expect(seen(panned)).toEqual(seen(drawn(columns)));
      }),
      { numRuns: 60 },
    );
  });

  it('have their places at least a symbol apart, for any number', () => {
    for (let count = 1; count <= FAN_MOST; count += 1) {
      const offsets = fanOffsets(count);
      expect(offsets).toHaveLength(count);
      for (const [index, [x, y]] of offsets.entries()) {
        for (const [otherX, otherY] of offsets.slice(index + 1)) {
          expectEqual(Math.hypot(x - otherX, y - otherY) > 18 - 1e-9, true);
        }
      }
    }
  });
});
