import { publicPrecision, UNCERTAINTY_METRES } from '../domain/place';
import type { PlacePrecision, Sensitivity } from '../domain/vocabulary';
import type { BoundaryLevel } from '../protocol/boundaries';

/** How exactly a record says where its point lies, and what protects it. */
export interface RecordedPrecision {
  placePrecision: PlacePrecision;
  sensitivity: readonly Sensitivity[];
}

/** Finest first; a police zone holds one municipality or several. */
export const FINEST_LEVEL_FIRST: readonly BoundaryLevel[] = [
  'district',
  'municipality',
  'policeZone',
  'province',
  'country',
];

/** The high seas lie in no area. */
const FINEST_LEVEL: Readonly<Record<PlacePrecision, BoundaryLevel | null>> = {
  exact: 'district',
  vicinity: 'district',
  locality: 'district',
  municipality: 'municipality',
  province: 'province',
  country: 'country',
  sea: null,
};

/**
 * Whether a level may follow from a point of that precision. By the precision that readers see: what a sensitivity hides
 * is not written down as an area either.
 */
export function mayFollow(
  level: BoundaryLevel,
  { placePrecision, sensitivity }: RecordedPrecision,
): boolean {
  const finest = FINEST_LEVEL[publicPrecision(placePrecision, sensitivity)];
  return finest !== null && !isFiner(level, finest);
}

/** Whether a level says more of a place than another. */
export function isFiner(level: BoundaryLevel, than: BoundaryLevel): boolean {
  return FINEST_LEVEL_FIRST.indexOf(level) < FINEST_LEVEL_FIRST.indexOf(than);
}

/** How near to a border a point of that precision, or the one that readers see of it, leaves open on which side it lies. */
export function undecidedMetres({ placePrecision, sensitivity }: RecordedPrecision): number {
  const shown = publicPrecision(placePrecision, sensitivity);
  return Math.max(UNCERTAINTY_METRES[placePrecision] ?? 0, UNCERTAINTY_METRES[shown] ?? 0);
}
