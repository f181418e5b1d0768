import { AREA_KEYS, type Region } from '../domain/region';
import type { Locale } from '../domain/vocabulary';
import type { RegionTotals } from '../protocol/engine-requests';
import { allRegions, regionByCode } from './known-regions';

/** A region with those below it. */
export interface RegionNode {
  region: Region;
  children: readonly RegionNode[];
}

/** Land from countries down to districts; police zones, which lie across municipalities; ports by country. */
export interface RegionTrees {
  land: readonly RegionNode[];
  policeZones: readonly RegionNode[];
  ports: readonly RegionNode[];
}

/**
 * Every region that exists today, in the order of its names. What ended is left out: its records count for the region that it
 * became. Countries with subdivisions come before the others.
 */
export function regionTrees(locale: Locale): RegionTrees {
  const current = allRegions()
    .filter(({ successor }) => successor === null)
    .sort((a, b) => a.names[locale].localeCompare(b.names[locale], locale));
  const below = (region: Region, types: readonly Region['type'][]): readonly RegionNode[] =>
    current.flatMap((child) =>
      child.parent === region.code && types.includes(child.type)
        ? [{ region: child, children: below(child, types) }]
        : [],
    );
  const countries = current.filter(({ type }) => type === 'country');
  const land = countries.map((region) => ({ region, children: below(region, LAND) }));
  const ports = countries.map((region) => ({ region, children: below(region, ['port']) }));
  return {
    land: [...land.filter(hasChildren), ...land.filter((node) => !hasChildren(node))],
    policeZones: current.flatMap((region) =>
      region.type === 'police zone' ? [{ region, children: [] }] : [],
    ),
    ports: ports.filter(hasChildren),
  };
}

const LAND = ['province', 'municipality', 'district'] as const;

function hasChildren({ children }: RegionNode): boolean {
  return children.length > 0;
}

/** Records by code of a region, those included that were recorded in what became part of it. A code without any is left out. */
export function countsOfRegions(levels: RegionTotals): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const level of AREA_KEYS) {
    for (const { code, count } of levels[level].regions) {
      let held: string | null = code;
      while (held !== null) {
        counts.set(held, (counts.get(held) ?? 0) + count);
        held = regionByCode(held)?.successor ?? null;
      }
    }
  }
  return counts;
}
