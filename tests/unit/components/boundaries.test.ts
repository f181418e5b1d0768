import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelAt } from '@/components/boundaries/level-at';
import { loadBoundaries } from '@/components/boundaries/load-boundaries';
import { shadeAreas } from '@/components/boundaries/shade-areas';
import { BoundaryLayer } from '@/components/map/boundary-layer';
import { boundaryLayers, SHADE_LAYER } from '@/lib/map/boundary-layers';
import { PALETTES } from '@/lib/map/palette';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { twoSquares } from '../../support/boundary-files';

const kinds = { shooting: 0, seizure: 0, incident: 0 };
const total = (code: string, count: number) => ({ code, count, ...kinds, incident: count });

describe('the level of boundaries', () => {
  it('suits the zoom where it can, else it is the nearest, police zones last', () => {
    const all = ['country', 'province', 'municipality', 'district', 'policeZone'] as const;
    expect([4, 7, 10, 14].map((zoom) => levelAt(zoom, all))).toEqual([
      'country',
      'province',
      'municipality',
      'district',
    ]);
    expect(levelAt(4, ['municipality', 'policeZone'])).toBe('municipality');
    expect(levelAt(7, ['country', 'municipality'])).toBe('municipality');
    expect(levelAt(10, ['policeZone'])).toBe('policeZone');
    expect(levelAt(10, [])).toBeNull();
  });
});

describe('areas shaded by records', () => {
  it('are compared by records for each km², not by records', () => {
    const areas = [
      { code: '21001', km2: 10 },
      { code: '21004', km2: 100 },
      { code: '21009', km2: 5 },
    ];
    const { tones, limits, empty, leftOut, densities } = shadeAreas(areas, {
      regions: [total('21004', 50), total('21001', 20), total('BE-X', 3)],
      unnamed: 4,
    });
    expect(limits).toEqual([0.5, 2, 2.1]);
    expect(Object.fromEntries(tones)).toEqual({ '21001': 5, '21004': 1, '21009': 0 });
    expect([empty, leftOut]).toEqual([1, 7]);
    expect(densities).toEqual([
      { code: '21001', records: 20, km2: 10, perKm2: 2 },
      { code: '21004', records: 50, km2: 100, perKm2: 0.5 },
      { code: '21009', records: 0, km2: 5, perKm2: 0 },
    ]);
  });

  it('count what was recorded in a municipality that merged since for the one that has a polygon', () => {
    const antwerp = { code: '11002', km2: 1 };
    const old = { regions: [total('11007', 3), total('11002', 2)], unnamed: 0 };
    expect(shadeAreas([antwerp], old)).toMatchObject({ limits: [5, 5.1], leftOut: 0 });
    const both = shadeAreas([antwerp, { code: '11007', km2: 1 }], old);
    expect(both.limits).toEqual([2, 3, 3.1]);
  });

  it('lose no record: those that are shaded and those left out are all', () => {
    const count = fc.nat(500);
    fc.assert(
      fc.property(count, count, count, count, (a, b, other, unnamed) => {
        const regions = [total('21001', a), total('21004', b), total('NLRTM', other)];
        const areas = ['21001', '21004'].map((code) => ({ code, km2: 1 }));
        const { tones, leftOut, densities } = shadeAreas(areas, { regions, unnamed });
        const shaded = densities.reduce((sum, { records }) => sum + records, 0);
        expect(shaded + leftOut).toBe(a + b + other + unnamed);
        expect(leftOut).toBe(other + unnamed);
        expect([...tones.values()].map((tone) => tone > 0)).toEqual([a > 0, b > 0]);
        if (a > b) expect(tones.get('21001')).toBeGreaterThanOrEqual(tones.get('21004') ?? 9);
      }),
    );
  });
});

const shapes = twoSquares().features.map(({ properties, geometry }) => ({
  code: String(properties?.nis),
  polygons: [geometry.coordinates],
}));
const { topology, byteLength } = buildTopology(shapes);
const FACTS = {
  source: 'Example',
  licence: 'Example licence',
  toleranceMetres: 0,
  levels: { municipality: 2 },
  byteLength,
  importedAt: '2026-01-01T00:00:00.000Z',
  address: '/api/v1/boundaries/abc',
};

describe('a page', () => {
  it('loads polygons once, and again only where others are in force', async () => {
    const asked: string[] = [];
    const answering = (boundaries: unknown) => async (path: string) => {
      asked.push(path);
      return path === FACTS.address ? topology : { boundaries };
    };
    const first = await loadBoundaries(null, answering(FACTS));
    expect(first?.byLevel.get('municipality')).toHaveLength(2);
    expect(await loadBoundaries(first, answering(FACTS))).toBe(first);
    expect(asked.filter((path) => path === FACTS.address)).toHaveLength(1);
    expect(await loadBoundaries(first, answering(null))).toBeNull();
    await expect(loadBoundaries(first, async () => ({ other: 1 }))).rejects.toThrow();
  });
});

describe('the map', () => {
  function drawing() {
    const done: string[] = [];
    const note = (text: string) => {
      done.push(text);
    };
    /** Sources and layers by their ids; none is there twice. */
    const there = new Set<string>();
    const add = (id: string) => {
      if (there.has(id)) throw new Error(`${id} already exists`);
      there.add(id);
    };
    const layer = new BoundaryLayer({
      map: () => ({
        addSource: (id) => {
          add(id);
          note(`+source ${id}`);
        },
        getSource: (id) => there.has(id) || undefined,
        removeSource: (id) => {
          there.delete(id);
          note(`-source ${id}`);
        },
        addLayer: ({ id }, before) => {
          add(id);
          note(`+layer ${id} under ${before}`);
        },
        getLayer: (id) => there.has(id) || undefined,
        removeLayer: (id) => {
          there.delete(id);
          note(`-layer ${id}`);
        },
        getStyle: () => ({
          layers: [
            { id: 'land', type: 'fill' },
            { id: 'names', type: 'symbol' },
          ],
        }),
        setFeatureState: ({ id }, { tone }) => note(`${id}=${tone}`),
      }),
      palette: () => PALETTES.light,
      setData: async (source, { features }) => note(`${source}: ${features.length}`),
    });
    const take = () => done.splice(0);
    return { layer, take, exchangeStyle: () => there.clear() };
  }
  const scene = {
    features: shapes.map(({ code }) => ({
      type: 'Feature' as const,
      properties: { code },
      geometry: { type: 'Point' as const, coordinates: [4, 50] },
    })),
    chosen: [],
    tones: new Map([['21001', 2]]),
    attribution: 'Example',
  };

  it('has neither source nor layer before there are boundaries, and none after', async () => {
    const { layer, take } = drawing();
    await layer.draw(null);
    expect(take()).toEqual([]);
    await layer.draw(scene);
    expect(take()).toContain(`+layer ${SHADE_LAYER} under names`);
    await layer.draw(null);
    expect(take().filter((step) => step.startsWith('-layer'))).toHaveLength(
      boundaryLayers(PALETTES.light).length,
    );
  });

  it('changes the tones that differ and hands over no polygon again', async () => {
    const { layer, take, exchangeStyle } = drawing();
    await layer.draw(scene);
    take();
    await layer.draw({
      ...scene,
      tones: new Map([
        ['21001', 2],
        ['21004', 1],
      ]),
    });
    expect(take()).toEqual(['21004=1']);
    await layer.draw({ ...scene, tones: new Map() });
    expect(take()).toEqual(['21001=-1', '21004=-1']);
    exchangeStyle();
    layer.forget();
    await layer.draw(scene);
    expect(take()).toEqual(
      expect.arrayContaining(['+source boundaries', 'boundaries: 2', '21001=2']),
    );
  });

  it('draws on after a browser gave a lost context back, and the map restored what it had', async () => {
    const { layer, take } = drawing();
    await layer.draw(scene);
    take();
    layer.forget();
    await layer.draw(scene);
    expect(take()).toEqual(
      expect.arrayContaining([
        '-source boundaries',
        '+source boundaries',
        'boundaries: 2',
        '21001=2',
      ]),
    );
  });
});
