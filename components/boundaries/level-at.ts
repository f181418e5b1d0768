import type { BoundaryLevel } from '@/lib/protocol/boundaries';

/** Coarse to fine, and up to which zoom each is the one to show. */
const LEVEL_ZOOMS: readonly (readonly [BoundaryLevel, number])[] = [
  ['country', 5.5],
  ['province', 8.5],
  ['municipality', 12.5],
  ['district', Number.POSITIVE_INFINITY],
];

/**
 * Which of the levels that have polygons is shown at a zoom: the one that suits it, else the nearest to that, of two the
 * finer. Police zones are shown where there is nothing else. Null for no level.
 */
export function levelAt(zoom: number, levels: readonly BoundaryLevel[]): BoundaryLevel | null {
  const wanted = LEVEL_ZOOMS.findIndex(([, upTo]) => zoom < upTo);
  let best: { level: BoundaryLevel; away: number } | null = null;
  LEVEL_ZOOMS.forEach(([level], index) => {
    const away = Math.abs(index - wanted);
    if (levels.includes(level) && away <= (best?.away ?? Number.POSITIVE_INFINITY)) {
      best = { level, away };
    }
  });
  const found = best as { level: BoundaryLevel } | null;
  return found?.level ?? (levels.includes('policeZone') ? 'policeZone' : null);
}
