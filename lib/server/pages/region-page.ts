import { readFigures } from '@/db/read-log';
import type { Figure } from '@/lib/domain/figure';
import { yearRates } from '@/lib/domain/rate';
import {
  type CountedRegion,
  type KindCounts,
  MOST_LATEST,
  type RegionPage,
  type YearCounts,
} from '@/lib/domain/region-page';
import { brusselsYear } from '@/lib/domain/time';
import { KINDS } from '@/lib/domain/vocabulary';
import { ancestorsOf, areaMatches, childrenOfRegion, regionByCode } from '@/lib/regions/gazetteer';
import { type AreaCount, listMatches } from '../list-matches';
import { originsOf, ownScope, type Scope } from '../scope';
import type { Services } from '../services';
import { readRegionCounts } from './region-counts';

/** The page of a region, of the installation's own scope; null where no region has this code. */
export async function readRegionPage(services: Services, code: string): Promise<RegionPage | null> {
  if (!regionByCode(code)) return null;
  const { settings } = services;
  const scope = ownScope(settings);
  const origins = originsOf(scope, settings);
  const { groups, published } = await readRegionCounts(services);
  const latest = await listMatches(services, {
    regions: [code],
    ...(origins ? { origins } : {}),
    limit: MOST_LATEST,
  });
  const own = groups.filter(({ area }) => areaMatches(area, code));
  const counted = ({ code: other }: { code: string }): CountedRegion => ({
    code: other,
    records: published.get(other) ?? 0,
  });
  const years = yearsOf(own);
  const figures = await figuresOf(services, code, scope);
  return {
    code,
    scope,
    years,
    records: published.get(code) ?? 0,
    retracted: sumOf(own.filter(({ isRetracted }) => isRetracted)),
    latest: latest.rows.map(({ record }) => record),
    parents: ancestorsOf(code).map(counted),
    children: childrenOfRegion(code).map(counted),
    figures,
    rates: yearRates(years, figures, code, brusselsYear(services.now().getTime())),
  };
}

function yearsOf(groups: readonly AreaCount[]): YearCounts[] {
  const years = new Map<number, KindCounts>();
  for (const { year, kind, count, isRetracted } of groups) {
    if (isRetracted) continue;
    const kinds = years.get(year) ?? noneOfAny();
    years.set(year, kinds);
    kinds[kind] += count;
  }
  return Array.from(years, ([year, kinds]) => ({ year, kinds })).sort((a, b) => b.year - a.year);
}

function noneOfAny(): KindCounts {
  return Object.fromEntries(KINDS.map((kind) => [kind, 0])) as KindCounts;
}

function sumOf(groups: readonly AreaCount[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

async function figuresOf({ database }: Services, code: string, scope: Scope): Promise<Figure[]> {
  if (scope === 'simulated') return [];
  const current = await readFigures(database);
  return current.flatMap(({ figure }) => (figure?.area === code ? [figure] : []));
}
