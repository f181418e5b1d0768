import { booleanPointInPolygon, length, polygonToLine } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { NO_POINT, ROW_PUBLISHED, toTuple } from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { uncertaintyOf } from '@/lib/store/cluster-features';
import { compileFilter } from '@/lib/store/compile-filter';
import { HexTexture, hexSideKm } from '@/lib/store/hex-texture';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { frameView, type WorldBox } from '@/lib/store/view-frame';
import { countSelectedPoints } from '@/lib/store/walk-selection';
import { GRID_SIDES_KM } from '@/lib/url/view-state';
import { AREAS, areaMatches, randomColumns, randomRow, seededRandom } from './support/random-rows';

const columns = randomColumns(2_000, 7);
const selection = new Selection().update(columns, compileFilter(EVERYTHING, AREAS, areaMatches));
const points = [...columns.rows()]
  .filter((row) => selection.markOf(row) === SELECTED && columns.valueAt(row, 'x') !== NO_POINT)
  .map((row) => ({
    place: [lngOfX(columns.valueAt(row, 'x')), latOfY(columns.valueAt(row, 'y'))],
    metres: uncertaintyOf(columns.valueAt(row, 'placePrecision')) ?? Number.POSITIVE_INFINITY,
  }));

const around = (center: [number, number], zoom: number) => frameView({ center, zoom }, 1080, 850);

describe('the texture of hexagons', () => {
  it.each([4, 8.5, 11, 13])('at zoom %s counts in each cell what Turf finds in it', (zoom) => {
    const grid = new HexTexture().count(columns, selection, around([4.35, 50.85], zoom));
    expect(grid.cells.features.length).toBeGreaterThan(0);
    const certain = points.filter(({ metres }) => metres < grid.sideKm * 500);
    for (const cell of grid.cells.features) {
      const inside = certain.filter(({ place }) => booleanPointInPolygon(place, cell));
      expect(cell.properties.count).toBe(inside.length);
    }
  });

  it('has no cell with a side under a kilometre, at any zoom', () => {
    for (let zoom = 0; zoom <= 17; zoom += 0.5) expect(hexSideKm(zoom)).toBeGreaterThanOrEqual(1);
    const [cell] = new HexTexture().count(columns, selection, around([4.35, 50.85], 15)).cells
      .features;
    expect(cell && length(polygonToLine(cell)) / 6).toBeGreaterThan(0.9);
  });

  it('has cells of the side that was asked for, and larger ones where the zoom needs them', () => {
    const at = (zoom: number, wantedKm: number) =>
      new HexTexture().count(columns, selection, around([4.35, 50.85], zoom), wantedKm);
    expect(at(11, 5).sideKm).toBe(5);
    expect(at(6, 1).sideKm).toBe(hexSideKm(6));
    const [cell] = at(11, 5).cells.features;
    expect(cell && length(polygonToLine(cell)) / 6).toBeCloseTo(5, 0);
  });

  it('puts every count into the last class that it reaches', () => {
    const { cells, classes, largest } = new HexTexture().count(
      columns,
      selection,
      around([4.35, 50.85], 6),
      50,
    );
    expect(Math.max(...cells.features.map(({ properties }) => properties.count))).toBe(largest);
    for (const { properties } of cells.features) {
      const reached = classes.filter((lowest) => lowest <= properties.count);
      expect(properties.tone).toBe(reached.length / classes.length);
    }
  });

  it('keeps its cells while the view is panned a little', () => {
    const texture = new HexTexture();
    const before = texture.count(columns, selection, around([4.4, 51.1], 8.5));
    const after = texture.count(columns, selection, around([4.42, 51.11], 8.5));
    expect(after).toEqual(before);
  });

  it('counts every point in view once, or says that it left it out', () => {
    const grid = new HexTexture().count(columns, selection, around([4.4, 51.1], 6));
    const counted = grid.cells.features.reduce((sum, { properties }) => sum + properties.count, 0);
    expect(counted + grid.leftOut).toBe(points.length);
  });

  it.each(GRID_SIDES_KM)(
    'with sides of %s km has a cell for every place in view, at every zoom',
    (wantedKm) => {
      const texture = new HexTexture();
      for (const zoom of zoomsOf(wantedKm, 17, 0.5)) {
        for (const center of [
          [4.35, 50.85],
          [3.9, 51.6],
        ] as [number, number][]) {
          const frame = around(center, zoom);
          const { places, rows } = placesIn(frame.box);
          const grid = texture.count(rows, everyOne(rows), frame, wantedKm);
          const sum = grid.cells.features.reduce(
            (all, { properties }) => all + properties.count,
            0,
          );
          expect([zoom, sum, grid.leftOut]).toEqual([zoom, places, 0]);
        }
      }
    },
  );

  it.each(GRID_SIDES_KM)(
    'with sides of %s km counts every record in view or says that it left it out',
    (wantedKm) => {
      const texture = new HexTexture();
      for (const zoom of zoomsOf(wantedKm, 13, 1)) {
        const frame = around([4.35, 50.85], zoom);
        const { cells, leftOut } = texture.count(columns, selection, frame, wantedKm);
        const counted = cells.features.reduce((all, { properties }) => all + properties.count, 0);
        expect(counted + leftOut).toBeGreaterThanOrEqual(
          countSelectedPoints(columns, selection, frame.box),
        );
      }
    },
  );

  it('keeps large cells while a near view is panned', () => {
    const texture = new HexTexture();
    const before = texture.count(columns, selection, around([4.4, 51.1], 11), 50);
    expect(before.cells.features.length).toBeGreaterThan(0);
    for (const lng of [4.1, 4.2, 4.6, 4.8]) {
      expect(texture.count(columns, selection, around([lng, 51.1], 11), 50)).toEqual(before);
    }
  });
});

/** Zooms at which the side is not raised to the zoom's own, which is the same for all: those of the smallest are looked at. */
function zoomsOf(wantedKm: number, last: number, step: number): number[] {
  const zooms = Array.from({ length: last / step + 1 }, (_, index) => index * step);
  return zooms.filter((zoom) => wantedKm === GRID_SIDES_KM[0] || wantedKm > hexSideKm(zoom));
}

/** Exactly known records on a lattice over a box. */
function placesIn(box: WorldBox): { rows: IncidentColumns; places: number } {
  const rows = new IncidentColumns();
  const random = seededRandom(1);
  let rid = 0;
  for (let across = 0; across < 12; across += 1) {
    for (let down = 0; down < 12; down += 1) {
      const x = Math.floor(box.minX + ((across + 0.02) / 11.1) * (box.maxX - box.minX));
      const y = Math.floor(box.minY + ((down + 0.02) / 11.1) * (box.maxY - box.minY));
      rid += 1;
      const row = randomRow(rid, rid, random);
      rows.put(toTuple({ ...row, x, y, placePrecision: 0, origin: 0, state: ROW_PUBLISHED }));
    }
  }
  return { rows, places: rid };
}

function everyOne(rows: IncidentColumns): Selection {
  return new Selection().update(rows, compileFilter(EVERYTHING, AREAS, areaMatches));
}
