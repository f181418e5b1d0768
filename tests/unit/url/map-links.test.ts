import { describe, expect, it } from 'vitest';
import { mapOfRecord, mapOfRegion } from '@/lib/url/map-links';
import { recordPath, regionPath } from '@/lib/url/page-paths';
import { parseView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';

function viewOf(address: string, mode: 'demo' | 'real') {
  const { pathname, search } = new URL(address, 'https://map.example');
  return { pathname, ...parseView(search.slice(1), viewDefaultsOf(mode), 0) };
}

describe('a link from a page to the map', () => {
  it('opens a record’s card where it lies, among records of its own scope', () => {
    const camera = { center: [4.35, 50.85] as [number, number], zoom: 13 };
    for (const scope of ['real', 'simulated'] as const) {
      const address = mapOfRecord(17, { locale: 'nl', mode: 'demo', scope, camera });
      const { pathname, state, notices } = viewOf(address, 'demo');
      expect([pathname, notices]).toEqual(['/nl', []]);
      expect(state).toMatchObject({ record: 17, camera, filter: { scope }, asOf: null });
      const asOf = { epoch: 'e1', seq: 7 };
      const past = mapOfRecord(17, { locale: 'nl', mode: 'demo', scope, camera, asOf });
      expect(viewOf(past, 'demo').state).toMatchObject({ record: 17, camera, asOf });
    }
  });

  it('selects a region’s records, from the opening view where the region has no place', () => {
    const link = { locale: 'fr', mode: 'real', scope: 'real', camera: null } as const;
    const address = mapOfRegion('11002-merksem', link);
    const { state, notices } = viewOf(address, 'real');
    expect(notices).toEqual([]);
    expect(state.filter.regions).toEqual(['11002-merksem']);
    expect(state.camera).toEqual(viewDefaultsOf('real').camera);
    expect(address).toBe('/fr?r=11002-merksem');
  });
});

describe('the paths of pages', () => {
  it('name a record by its UUID and a region by its code', () => {
    expect(recordPath('a-1')).toBe('/incident/a-1');
    expect(recordPath('a-1', { epoch: 'e1', seq: 7 })).toBe('/incident/a-1?asOf=e1:7');
    expect(regionPath('BE-BRU')).toBe('/region/BE-BRU');
    expect(regionPath('a/b?')).toBe('/region/a%2Fb%3F');
  });
});
