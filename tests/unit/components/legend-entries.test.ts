import { describe, expect, it } from 'vitest';
import '@/lib/regions/gazetteer';
import { legendEntries } from '@/components/legend/legend-entries';
import type { ClusterProperties, ViewResponse } from '@/lib/protocol/engine-requests';

const BRUSSELS_FRAME = [4.2, 50.7, 4.6, 51] as const;

function symbol(
  lng: number,
  part: Partial<ClusterProperties>,
): ViewResponse['clusters']['features'][number] {
  const properties: ClusterProperties = {
    cluster: 1,
    count: 1,
    shooting: 0,
    seizure: 0,
    incident: 0,
    killed: 0,
    injured: 0,
    grams: 0,
    radiusPx: 9,
    rid: 1,
    kind: null,
    uncertaintyMetres: 25,
    retracted: false,
    spot: null,
    ...part,
  };
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, 50.85] } };
}

function view(features: ViewResponse['clusters']['features'], areas: string[] = []): ViewResponse {
  return {
    seq: 1,
    text: null,
    digest: '0000000000000000',
    marks: 'clusters',
    heat: null,
    clusters: { type: 'FeatureCollection', features },
    areas: areas.map((code) => ({ code, count: 1, shooting: 1, seizure: 0, incident: 0 })),
    totals: {} as ViewResponse['totals'],
    inView: features.length,
    nearView: null,
    zoom: 10,
  };
}

const frame = {
  bounds: BRUSSELS_FRAME,
  hidden: [],
  changes: null,
  hulls: [],
  figurePoints: [],
  hasTexture: false,
};

describe('the legend', () => {
  it('explains only the kinds that are in frame', () => {
    const entries = legendEntries({
      ...frame,
      view: view([symbol(4.35, { shooting: 1 }), symbol(9.9, { seizure: 1 })]),
    });
    expect(entries.kinds).toEqual(['shooting']);
    expect(entries.hasClusters).toBe(false);
  });

  it('speaks of discs only at zooms where they are drawn, and never for clusters of several places', () => {
    const at = (zoom: number, uncertaintyMetres: number | null, count = 1) => {
      const shown = { ...view([symbol(4.35, { count, incident: 1, uncertaintyMetres })]), zoom };
      const { layers, hasDiscs } = legendEntries({ ...frame, view: shown });
      return [layers.precision, hasDiscs];
    };
    expect(at(10, 750)).toEqual([true, true]);
    expect(at(9, 750)).toEqual([true, false]);
    expect(at(10, 75)).toEqual([true, false]);
    expect(at(13, 75)).toEqual([true, true]);
    expect(at(13, 25)).toEqual([false, false]);
    expect(at(13, null, 7)).toEqual([false, false]);
    expect(at(13, 750, 7)).toEqual([true, true]);
  });

  it('names area counts where their label is in frame and the layer is on', () => {
    const withArea = view([], ['21001']);
    expect(legendEntries({ ...frame, view: withArea }).layers.areas).toBe(true);
    expect(legendEntries({ ...frame, view: withArea, hidden: ['areas'] }).layers.areas).toBe(false);
    expect(legendEntries({ ...frame, view: view([], ['NLRTM']) }).layers.areas).toBe(false);
  });

  it('names a plate where the map draws it: on the larger area, while its own is too small for one', () => {
    const at = (zoom: number, bounds: readonly [number, number, number, number]) =>
      legendEntries({ ...frame, bounds, view: { ...view([], ['11002']), zoom } }).layers.areas;
    // As narrow as a phone: Antwerp lies in it, and the label of its province does not.
    const antwerp = [4.35, 51.19, 4.45, 51.25] as const;
    const province = [4.5, 51.1, 5, 51.4] as const;
    expect(at(10, antwerp)).toBe(true);
    expect(at(7, antwerp)).toBe(false);
    expect(at(7, province)).toBe(true);
    expect(at(10, province)).toBe(false);
  });

  it('does the same for plates of two periods', () => {
    const changes = [{ code: '11002', own: 3, other: 1 }];
    const at = (zoom: number) =>
      legendEntries({
        ...frame,
        bounds: [4.35, 51.19, 4.45, 51.25],
        changes,
        view: { ...view([]), zoom },
      }).layers.areas;
    expect([at(10), at(7)]).toEqual([true, false]);
  });

  it('explains the colours on the badges of areas as well', () => {
    expect(legendEntries({ ...frame, view: view([], ['21001']) }).kinds).toEqual(['shooting']);
  });

  it('names the grid only at zooms where it is drawn', () => {
    const at = (zoom: number) => {
      const shown = legendEntries({ ...frame, hasTexture: true, view: { ...view([]), zoom } });
      return [shown.layers.grid, shown.isGridTooClose];
    };
    expect(at(12.75)).toEqual([true, false]);
    expect(at(13)).toEqual([false, true]);
  });

  it('names figures only where a circle is in frame', () => {
    expect(
      legendEntries({ ...frame, view: view([]), figurePoints: [[4.3, 50.9]] }).layers.figures,
    ).toBe(true);
    expect(
      legendEntries({ ...frame, view: view([]), figurePoints: [[9.9, 53.5]] }).layers.figures,
    ).toBe(false);
  });

  it('names no figures at zooms where no circle is drawn', () => {
    const at = (zoom: number) =>
      legendEntries({ ...frame, view: { ...view([]), zoom }, figurePoints: [[4.3, 50.9]] }).layers
        .figures;
    expect([at(10.25), at(10.5)]).toEqual([true, false]);
  });
});
