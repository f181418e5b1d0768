import { shadingClass, shadingLimits, type Tone, toneOfClass } from '@/lib/map/shading';
import type { RegionTotals } from '@/lib/protocol/engine-requests';
import { regionByCode } from '@/lib/regions/known-regions';

/** Areas of one level, shaded by records per km². */
export interface Shading {
  tones: ReadonlyMap<string, Tone>;
  /** Of the classes, as `shadingLimits` gives them. */
  limits: readonly number[];
  /** Areas that hold no selected record. */
  empty: number;
  /** Selected records that name no area of this level, or one that has no polygon. */
  leftOut: number;
  /** All areas of the level, the most records per km² first. */
  densities: readonly AreaDensity[];
}

/** How densely the selected records lie in an area. */
export interface AreaDensity {
  code: string;
  records: number;
  km2: number;
  perKm2: number;
}

/** What is shaded: its polygon's code and area. */
interface ShadedArea {
  code: string;
  km2: number;
}

/**
 * Shades areas by the selected records that name them, with a point or without, for each km². Raw counts would make
 * large areas look dangerous. What was recorded in an area that merged into another counts for the one that has a polygon.
 */
export function shadeAreas(
  areas: readonly ShadedArea[],
  { regions, unnamed }: RegionTotals[keyof RegionTotals],
): Shading {
  const counts = new Map(areas.map(({ code }) => [code, 0]));
  let leftOut = unnamed;
  for (const { code, count } of regions) {
    const shaded = polygonOf(code, counts);
    if (shaded === null) leftOut += count;
    else counts.set(shaded, (counts.get(shaded) ?? 0) + count);
  }
  const found = areas.map(({ code, km2 }) => densityOf(code, counts.get(code) ?? 0, km2));
  const limits = shadingLimits(found.map(({ perKm2 }) => perKm2).filter((value) => value > 0));
  const tones = new Map(
    found.map(({ code, perKm2 }): [string, Tone] => [
      code,
      perKm2 > 0 ? toneOfClass(shadingClass(perKm2, limits), limits.length - 1) : 0,
    ]),
  );
  const empty = found.filter(({ records }) => records === 0).length;
  const densities = found.sort((a, b) => b.perKm2 - a.perKm2 || (a.code < b.code ? -1 : 1));
  return { tones, limits, empty, leftOut, densities };
}

function densityOf(code: string, records: number, km2: number): AreaDensity {
  return { code, records, km2, perKm2: records / km2 };
}

function polygonOf(code: string, polygons: ReadonlyMap<string, unknown>): string | null {
  let current: string | null = code;
  while (current !== null && !polygons.has(current)) {
    current = regionByCode(current)?.successor ?? null;
  }
  return current;
}
