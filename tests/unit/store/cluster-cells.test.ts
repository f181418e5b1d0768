import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { fromTuple, NOT_STATED, toTuple, type WireRow } from '@/lib/protocol/columns';
import { WORLD_SIZE } from '@/lib/protocol/mercator';
import { boxOfCell, cellNumber } from '@/lib/store/cell-number';
import {
  CLUSTER_MARGIN_PX,
  type Cluster,
  clusterCells,
  clusterRadiusPx,
  finestLevel,
} from '@/lib/store/cluster-cells';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { KIND_OF_CLASS, UNIT_GRAMS } from '@/lib/store/kind-codes';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { frameView, isInside, pixelsPerUnit, type ViewFrame } from '@/lib/store/view-frame';
import { expectEqual } from '../../support/expect-equal';
import { AREAS, areaMatches, randomColumns, randomRow, seededRandom } from './support/random-rows';

const EVERYWHERE = { minX: 0, minY: 0, maxX: WORLD_SIZE, maxY: WORLD_SIZE };
const ZOOM = fc.integer({ min: 0, max: 12 * 4 }).map((quarter) => quarter / 4);
const COUNT = fc.integer({ min: 1, max: 600 });

/** The whole selection at a zoom; the world is framed only as far as the records reach. */
function clusterAll(columns: IncidentColumns, zoom: number): Cluster[] {
  return clusterCells(columns, selectionOf(columns), { box: boxOfRecords(columns), zoom });
}

function selectionOf(columns: IncidentColumns) {
  return new Selection().update(columns, compileFilter(EVERYTHING, AREAS, areaMatches));
}

/** All records of `randomColumns` lie in a box of a degree or so: 2^23 wire units, at any zoom a bounded grid. */
function boxOfRecords(columns: IncidentColumns): ViewFrame['box'] {
  const shown = chosen(columns);
  if (shown.length === 0) return { ...EVERYWHERE, maxX: 1, maxY: 1 };
  return {
    minX: Math.min(...shown.map(({ x }) => x)),
    minY: Math.min(...shown.map(({ y }) => y)),
    maxX: Math.max(...shown.map(({ x }) => x)) + 1,
    maxY: Math.max(...shown.map(({ y }) => y)) + 1,
  };
}

/** Selected records with a point. */
function chosen(columns: IncidentColumns): WireRow[] {
  const selection = selectionOf(columns);
  return [...columns.rows()]
    .filter((row) => selection.markOf(row) === SELECTED)
    .map((row) => fromTuple(columns.tupleAt(row)))
    .filter(({ x }) => x < WORLD_SIZE);
}

function sumOf(rows: readonly WireRow[], value: (row: WireRow) => number): number {
  return rows.reduce((sum, row) => sum + value(row), 0);
}

function ofKind(rows: readonly WireRow[], kind: number): number {
  return rows.filter((row) => KIND_OF_CLASS[row.incidentClass] === kind).length;
}

describe('clusters', () => {
  it('sum exactly what lies in their cells, and every record lies in one', () => {
    fc.assert(
      fc.property(COUNT, fc.integer(), ZOOM, (count, seed, zoom) => {
        const columns = randomColumns(count, seed);
        const records = chosen(columns);
        const clusters = clusterAll(columns, zoom);
        expectEqual(
          clusters.reduce((sum, cluster) => sum + cluster.count, 0),
          records.length,
        );
        for (const cluster of clusters) {
          const box = boxOfCell(cluster.cell);
          const members = records.filter(({ x, y }) => isInside(box, x, y));
          expect(cluster).toMatchObject({
            count: members.length,
            shootings: ofKind(members, 0),
            seizures: ofKind(members, 1),
            killed: sumOf(members, ({ killed }) => (killed === NOT_STATED ? 0 : killed)),
            injured: sumOf(members, ({ injured }) => (injured === NOT_STATED ? 0 : injured)),
            grams: sumOf(members, (row) => (row.quantityUnit === UNIT_GRAMS ? row.quantity : 0)),
          });
        }
      }),
    );
  });

  it('do not overlap, margins included', () => {
    fc.assert(
      fc.property(COUNT, fc.integer(), ZOOM, (count, seed, zoom) => {
        const clusters = clusterAll(randomColumns(count, seed), zoom);
        const scale = pixelsPerUnit(zoom);
        for (const [index, a] of clusters.entries()) {
          for (const b of clusters.slice(index + 1)) {
            const apart = Math.hypot(a.x - b.x, a.y - b.y) * scale;
            const needed = a.radiusPx + b.radiusPx + 2 * CLUSTER_MARGIN_PX;
            if (apart < needed - 1e-6) expect({ a, b, apart }).toEqual('further apart');
          }
        }
      }),
    );
  });

  it('stay with their margin inside their own cell', () => {
    fc.assert(
      fc.property(COUNT, fc.integer(), ZOOM, (count, seed, zoom) => {
        const reach = (radiusPx: number) => (radiusPx + CLUSTER_MARGIN_PX) / pixelsPerUnit(zoom);
        for (const { cell, x, y, radiusPx } of clusterAll(randomColumns(count, seed), zoom)) {
          const box = boxOfCell(cell);
          expect(
            Math.min(x - box.minX, box.maxX - x, y - box.minY, box.maxY - y),
          ).toBeGreaterThanOrEqual(reach(radiusPx) - 1e-6);
        }
      }),
    );
  });

  it('are the same in whatever order records came', () => {
    fc.assert(
      fc.property(COUNT, fc.integer(), ZOOM, (count, seed, zoom) => {
        const columns = randomColumns(count, seed);
        const backwards = new IncidentColumns();
        for (const row of [...columns.rows()].reverse()) backwards.put(columns.tupleAt(row));
        const plain = (clusters: Cluster[]) =>
          clusters.map(({ row, ...rest }) => ({ ...rest, row: 0 }));
        expect(plain(clusterAll(backwards, zoom))).toEqual(plain(clusterAll(columns, zoom)));
      }),
      { numRuns: 40 },
    );
  });

  it('do not change under panning', () => {
    const viewArbitrary = fc.tuple(
      fc.double({ min: 3.5, max: 4.7, noNaN: true }),
      fc.double({ min: 50.6, max: 52.1, noNaN: true }),
      fc.integer({ min: 300, max: 2000 }),
    );
    fc.assert(
      fc.property(fc.integer(), ZOOM, viewArbitrary, (seed, zoom, [lng, lat, width]) => {
        const columns = randomColumns(400, seed);
        const selection = selectionOf(columns);
        const byCell = new Map(clusterAll(columns, zoom).map((cluster) => [cluster.cell, cluster]));
        const frame = frameView({ center: [lng, lat], zoom: zoom + 1e-9 }, width, 700);
        expect(frame.zoom).toBe(zoom);
        const seen = clusterCells(columns, selection, frame);
        for (const cluster of seen) expectEqual(cluster, byCell.get(cluster.cell));
        const seenCells = new Set(seen.map(({ cell }) => cell));
        for (const { cell, x, y } of byCell.values()) {
          if (isInside(frame.box, x, y)) expectEqual(seenCells.has(cell), true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nest: a cluster at a zoom lies within one cluster at every lower zoom', () => {
    fc.assert(
      fc.property(COUNT, fc.integer(), ZOOM, ZOOM, (count, seed, one, other) => {
        const columns = randomColumns(count, seed);
        const outer = clusterAll(columns, Math.min(one, other)).map(({ cell }) => boxOfCell(cell));
        for (const { cell } of clusterAll(columns, Math.max(one, other))) {
          const inner = boxOfCell(cell);
          const around = outer.filter(
            (box) =>
              inner.minX >= box.minX &&
              inner.maxX <= box.maxX &&
              inner.minY >= box.minY &&
              inner.maxY <= box.maxY,
          );
          expect(around).toHaveLength(1);
        }
      }),
    );
  });

  it('hold records of one spot together at the last zoom too', () => {
    const columns = new IncidentColumns();
    const spot = {
      ...randomRow(1, 1, seededRandom(2)),
      state: 0,
      origin: 0,
      x: 1_100_000_000,
      y: 700_000_000,
    };
    for (let rid = 1; rid <= 9; rid += 1) columns.put(toTuple({ ...spot, rid }));
    const clusters = clusterAll(columns, 20);
    expect(clusters.map(({ count }) => count)).toEqual([9]);
  });

  it('have radii that grow with their count, within bounds', () => {
    const radii = [1, 2, 10, 1_000, 100_000, 10_000_000].map(clusterRadiusPx);
    expect(radii).toEqual([7, 16, 20, 32, 44, 44]);
    expect(radii).toEqual([...radii].sort((a, b) => a - b));
  });

  it('have cells of 24 to 48 pixels at the finest', () => {
    for (let zoom = 0; zoom <= 20; zoom += 0.25) {
      const sizePx = (WORLD_SIZE / 2 ** finestLevel(zoom)) * pixelsPerUnit(zoom);
      expectEqual(sizePx >= 24, true);
      expectEqual(sizePx < 48, true);
    }
  });
});

describe('a cell’s number', () => {
  it('gives back what the cell covers, at every level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), fc.nat(), fc.nat(), (level, a, b) => {
        const side = 2 ** level;
        const size = WORLD_SIZE / side;
        const [x, y] = [a % side, b % side];
        const cell = cellNumber(level, x, y);
        expect(Number.isSafeInteger(cell)).toBe(true);
        expect(boxOfCell(cell)).toEqual({
          minX: x * size,
          minY: y * size,
          maxX: (x + 1) * size,
          maxY: (y + 1) * size,
        });
      }),
    );
  });
});
