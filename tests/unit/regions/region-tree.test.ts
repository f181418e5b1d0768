import { describe, expect, it } from 'vitest';
import { AREA_KEYS, type AreaTuple, areaKey } from '@/lib/domain/region';
import { LOCALES } from '@/lib/domain/vocabulary';
import type { RegionTotals } from '@/lib/protocol/engine-requests';
import { areaMatches, areaOf, REGIONS } from '@/lib/regions/gazetteer';
import { countsOfRegions, type RegionNode, regionTrees } from '@/lib/regions/region-tree';

function codesOf(nodes: readonly RegionNode[]): string[] {
  return nodes.flatMap(({ region, children }) => [region.code, ...codesOf(children)]);
}

describe('the trees of regions', () => {
  it.each(LOCALES)(
    'hold in %s every region of today once, ports and police zones apart',
    (locale) => {
      const { land, policeZones, ports } = regionTrees(locale);
      const codes = [
        ...codesOf(land),
        ...codesOf(policeZones),
        ...ports.flatMap(({ children }) => codesOf(children)),
      ];
      const today = REGIONS.filter(({ type, successor }) => type !== 'continent' && !successor);
      expect(codes.length).toBe(new Set(codes).size);
      expect(new Set(codes)).toEqual(new Set(today.map(({ code }) => code)));
    },
  );

  it('begin with the countries that have something below them', () => {
    const [first, second] = regionTrees('en').land;
    expect([first?.region.code, second?.region.code]).toEqual(['BE', 'NL']);
    const brussels = first?.children.find(({ region }) => region.code === 'BE-BRU');
    expect(codesOf(brussels?.children ?? [])).toContain('21004-laeken');
  });

  it('count for a region what its filter selects, mergers included', () => {
    const areas = [
      areaOf({ district: '21004-laeken' }),
      areaOf({ municipality: '11007' }),
      areaOf({ municipality: '11002' }),
      areaOf({ port: 'BEANR' }),
      areaOf({ country: 'NL' }),
    ];
    const counts = countsOfRegions(totalsOf(areas));
    for (const { code } of REGIONS.filter(({ type }) => type !== 'continent')) {
      const expected = areas.filter((area) => areaMatches(area, code)).length;
      expect(counts.get(code) ?? 0, code).toBe(expected);
    }
    expect(counts.get('11002')).toBe(2);
  });
});

/** One record of each area, counted by the codes that it names. */
function totalsOf(areas: readonly AreaTuple[]): RegionTotals {
  expect(new Set(areas.map(areaKey)).size).toBe(areas.length);
  const levels = AREA_KEYS.map((level) => {
    const codes = [...new Set(areas.flatMap((area) => area[level] ?? []))];
    const regions = codes.map((code) => {
      const count = areas.filter((area) => area[level] === code).length;
      return { code, count, shooting: count, seizure: 0, incident: 0 };
    });
    return [level, { regions, unnamed: 0 }];
  });
  return Object.fromEntries(levels);
}
