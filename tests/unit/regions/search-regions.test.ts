import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REGIONS } from '@/lib/regions/gazetteer';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { searchRegions } from '@/lib/regions/search-regions';
import { often } from '../../support/breadth';

const found = (text: string) => searchRegions(text).map(({ code }) => code);
const living = REGIONS.filter(({ type, validTo }) => type !== 'continent' && validTo === null);

describe('a search for a region', () => {
  it('knows a place by the name that a reader of any of the three languages writes', () => {
    expect(found('molenbeek')[0]).toBe('21012');
    expect(found('sint-jans')[0]).toBe('21012');
    expect(found('anvers').slice(0, 3)).toEqual(['11002', 'BE-VAN', 'BEANR']);
    expect(found('luik')[0]).toBe('62063');
    expect(found('st gilles')[0]).toBe('21013');
    expect(found('5340')).toEqual(['5340']);
    expect(found('beanr')).toEqual(['BEANR']);
  });

  it('takes a beginning, words for a port, and a slip of the pen', () => {
    expect(found('port of rott')).toEqual(['NLRTM']);
    expect(found('haven rotter')).toEqual(['NLRTM']);
    expect(found('rotterdm')[0]).toBe('NLRTM');
    expect(found('antwrpen')[0]).toBe('11002');
    expect(found('schaarbek')[0]).toBe('21015');
    expect(found('duitsl')).toEqual(['DE']);
  });

  it('finds every region that exists by each of its names and its code', () => {
    const asked = fc
      .constantFrom(...living)
      .chain((region) =>
        fc
          .constantFrom(region.code, ...Object.values(region.names))
          .map((name) => ({ region, name })),
      );
    fc.assert(
      fc.property(asked, ({ region, name }) => {
        expect(searchRegions(name, 40), name).toContain(region);
      }),
      { numRuns: often(100, 300) },
    );
  });

  it('gives no more than asked for, each once, and nothing for signs alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 10 }),
        (text, most) => {
          const codes = searchRegions(text, most).map(({ code }) => code);
          expect(codes.length).toBeLessThanOrEqual(most);
          expect(new Set(codes).size).toBe(codes.length);
        },
      ),
      { numRuns: often(20, 60) },
    );
    expect(found('')).toEqual([]);
    expect(found(' -, ')).toEqual([]);
  });
});

describe('the camera of regions', () => {
  it('stands on a single one, as close as its kind needs', () => {
    const camera = cameraOfRegions(['21012'], 1000, 700);
    expect(camera?.zoom).toBe(11);
    expect(camera?.center[0]).toBeCloseTo(4.31248, 9);
    expect(camera?.center[1]).toBeCloseTo(50.8499, 9);
    expect(cameraOfRegions(['BE'], 1000, 700)?.zoom).toBe(6);
  });

  it('shows the label points of all, and those of a zone’s municipalities', () => {
    const codes = ['BEANR', 'NLRTM', '21012', '5340'];
    const camera = cameraOfRegions(codes, 1000, 700);
    const halfDegrees = (1000 / 2 / (512 * 2 ** (camera?.zoom ?? 0))) * 360;
    for (const lng of [4.27, 4.03, 4.31248]) {
      expect(Math.abs(lng - (camera?.center[0] ?? 0))).toBeLessThan(halfDegrees);
    }
    expect(cameraOfRegions(['5340'], 1000, 700)?.center[1]).toBeCloseTo(50.86, 1);
  });

  it('is none for codes that nobody knows', () => {
    expect(cameraOfRegions([], 1000, 700)).toBeNull();
    expect(cameraOfRegions(['no such'], 1000, 700)).toBeNull();
  });
});
