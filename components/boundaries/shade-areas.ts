import { shadingClass, shadingLimits, type Tone, toneOfClass } from '@/lib/map/shading';
import type { RegionTotals } from '@/lib/protocol/engine-requests';
import { regionByCode } from '@/lib/regions/gazetteer';

/** Areas of one level, shaded by records per km². */
export interface Shading {
  tones: ReadonlyMap<string, Tone>;
  /** Of the classes, as `shadingLimits` gives them. */
  limits: readonly number[];
  /** Areas that hold no selected record. */
  empty: number;
  /** Selected records that name no area of this level, or one that has no polygon. */
  leftOut: number;
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
  const perKm2 = areas.map(({ code, km2 }) => ({ code, value: (counts.get(code) ?? 0) / km2 }));
  const limits = shadingLimits(perKm2.map(({ value }) => value).filter((value) => value > 0));
  const tones = new Map(
    perKm2.map(({ code, value }): [string, Tone] => [
      code,
      value > 0 ? toneOfClass(shadingClass(value, limits), limits.length - 1) : 0,
    ]),
  );
  const empty = perKm2.filter(({ value }) => value === 0).length;
  return { tones, limits, empty, leftOut };
}

function polygonOf(code: string, polygons: ReadonlyMap<string, unknown>): string | null {
  let current: string | null = code;
  while (current !== null && !polygons.has(current)) {
    current = regionByCode(current)?.successor ?? null;
  }
  return current;
}
