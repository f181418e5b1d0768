import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import type { Marks } from '@/lib/domain/marks';
import { NO_POINT, ROW_PUBLISHED, toTuple } from '@/lib/protocol/columns';
import { HEAT_BELL } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { uncertaintyOf } from '@/lib/store/cluster-features';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { frameView, isInside, pixelsPerUnit } from '@/lib/store/view-frame';
import { viewMarks } from '@/lib/store/view-marks';
import { countSelectedPoints } from '@/lib/store/walk-selection';
import { AREAS, areaMatches, randomColumns, randomRow, seededRandom } from './support/random-rows';

function drawn(
  columns: IncidentColumns,
  wanted: Marks,
  zoom: number,
  width = 1080,
  center: [number, number] = [4.35, 50.85],
) {
  const selection = new Selection().update(columns, compileFilter(EVERYTHING, AREAS, areaMatches));
  const frame = frameView({ center, zoom }, width, 850);
  const inView = countSelectedPoints(columns, selection, frame.box);
  const located = [...columns.rows()].filter(
    (row) => selection.markOf(row) === SELECTED && columns.valueAt(row, 'x') !== NO_POINT,
  );
  return { ...viewMarks(columns, selection, frame, wanted), inView, frame, located };
}

describe('points', () => {
  const columns = randomColumns(2_000, 7);

  it('are all records in view, each at its own spot, and rings only where several share one', () => {
    const { marks, clusters, frame, located } = drawn(columns, 'points', 9);
    expect(marks).toBe('points');
    const expected = new Map<string, number>();
    for (const row of located) {
      const [x, y] = [columns.valueAt(row, 'x'), columns.valueAt(row, 'y')];
      if (!isInside(frame.box, x, y)) continue;
      const spot = `${x >>> 6},${y >>> 6}`;
      expected.set(spot, (expected.get(spot) ?? 0) + 1);
    }
    const found = new Map<string, number>();
    for (const { geometry, properties } of clusters.features) {
      const [lng = 0, lat = 0] = geometry.coordinates;
      const [x, y] = [Math.round(mercatorX(lng)), Math.round(mercatorY(lat))];
      if (isInside(frame.box, x, y)) found.set(`${x >>> 6},${y >>> 6}`, properties.count);
    }
    expect(found.size).toBeGreaterThan(50);
    expect([...found.values()].reduce((sum, count) => sum + count, 0)).toBe(
      [...expected.values()].reduce((sum, count) => sum + count, 0),
    );
  });

  it('do not depend on the order in which records are stored', () => {
    const random = seededRandom(3);
    const rows = Array.from({ length: 300 }, (_, index) => {
      const row = randomRow(index + 1, index + 1, random);
      // A few spots about a metre wide, with several places in each.
      const [x, y] = [mercatorX(4.35) + (index % 7) * 4_096, mercatorY(50.85)];
      const place = { x: (x & ~63) + ((index * 11) % 64), y: (y & ~63) + ((index * 29) % 64) };
      return toTuple({ ...row, ...place, placePrecision: index % 3, state: ROW_PUBLISHED });
    });
    const featuresOf = (stored: typeof rows) => {
      const columns = new IncidentColumns();
      for (const row of stored) columns.put(row);
      return drawn(columns, 'points', 12).clusters.features;
    };
    const expected = featuresOf(rows);
    expect(expected.length).toBe(7);
    for (let round = 0; round < 5; round += 1) {
      const order = rows.map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at);
      expect(featuresOf(order.map(({ row }) => row))).toEqual(expected);
    }
  });

  it('become clusters beyond 5 000 in view, and the answer says so', () => {
    const many = randomColumns(14_000, 11);
    const far = drawn(many, 'points', 5);
    expect(far.inView).toBeGreaterThan(5_000);
    expect(far.marks).toBe('clusters');
    const near = drawn(many, 'points', 13, 400);
    expect(near.inView).toBeLessThanOrEqual(5_000);
    expect(near.marks).toBe('points');
  });

  it('are counted with those that would be drawn around the view', () => {
    const columns = new IncidentColumns();
    const random = seededRandom(1);
    const [x, y] = [mercatorX(4.35), mercatorY(50.85)];
    for (let rid = 1; rid <= 5_001; rid += 1) {
      const row = { ...randomRow(rid, rid, random), x: x + 64 * rid, y, placePrecision: 0 };
      columns.put(toTuple({ ...row, origin: 0, state: ROW_PUBLISHED }));
    }
    const lng = lngOfX(x + 64 * 2_500);
    const lat = latOfY(y + (425 + 40) / pixelsPerUnit(12));
    const beside = drawn(columns, 'points', 12, 1080, [lng, lat]);
    expect(beside.inView).toBe(0);
    expect(beside.nearView).toBe(5_001);
    expect(beside.marks).toBe('clusters');
  });
});

describe('heat', () => {
  const columns = randomColumns(2_000, 7);

  it.each([4, 9, 12, 13.5])(
    'at zoom %s has bells that add up to 1 where they are highest',
    (zoom) => {
      const { heat, frame } = drawn(columns, 'heat', zoom);
      if (!heat) throw new Error('no heat');
      const scale = pixelsPerUnit(frame.zoom);
      const places = heat.cells.features.map(({ geometry, properties }) => {
        const [lng = 0, lat = 0] = geometry.coordinates;
        return { x: mercatorX(lng) * scale, y: mercatorY(lat) * scale, ...properties };
      });
      const deviation = heat.radiusPx * HEAT_BELL.width;
      const heights = places.map((at) =>
        places.reduce((sum, { x, y, weight }) => {
          const squared = ((x - at.x) ** 2 + (y - at.y) ** 2) / deviation ** 2;
          return sum + weight * Math.exp(-squared / 2);
        }, 0),
      );
      // Records stand beside the middles of their cells.
      expect(Math.max(...heights)).toBeGreaterThan(0.6);
      expect(Math.max(...heights)).toBeLessThan(1.7);
    },
  );

  it('leaves out what is known less well than to half its reach, and counts it', () => {
    const { heat, frame, located, clusters } = drawn(columns, 'heat', 11);
    const inView = located.filter((row) =>
      isInside(frame.box, columns.valueAt(row, 'x'), columns.valueAt(row, 'y')),
    );
    const rough = inView.filter(
      (row) =>
        (uncertaintyOf(columns.valueAt(row, 'placePrecision')) ?? 0) >=
        (heat?.reachMetres ?? 0) / 2,
    );
    expect(rough.length).toBeGreaterThan(0);
    expect(heat?.leftOut).toBe(rough.length);
    expect(clusters.features).toEqual([]);
  });

  it('is not drawn closer than places are known: clusters are, and the answer says so', () => {
    const close = drawn(columns, 'heat', 14);
    expect(close.marks).toBe('clusters');
    expect(close.heat).toBe(null);
  });
});
