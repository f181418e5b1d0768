import { booleanPointInPolygon, length, polygonToLine } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { NO_POINT } from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { uncertaintyOf } from '@/lib/store/cluster-features';
import { compileFilter } from '@/lib/store/compile-filter';
import { HexTexture, hexSideKm } from '@/lib/store/hex-texture';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { frameView } from '@/lib/store/view-frame';
import { AREAS, areaMatches, randomColumns } from './support/random-rows';

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
});
