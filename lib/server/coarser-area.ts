import type { IncidentInput, IncidentPatch, StoredIncident } from '@/lib/domain/incident';
import { UNCERTAINTY_METRES } from '@/lib/domain/place';
import { AREA_KEYS } from '@/lib/domain/region';
import { mayFollow } from '@/lib/regions/place-bound';

/**
 * The record after a change that took its point from readers, so that it speaks of an area: without the areas that say
 * more than its new precision, unless the change names the area itself. Nobody knows whether the recorder chose them or they
 * followed from the point, and what followed from a point that is withheld must not be shown as if it were chosen.
 */
export function withCoarserArea(
  before: StoredIncident,
  patch: IncidentPatch,
  after: IncidentInput,
): IncidentInput {
  const losesPoint =
    UNCERTAINTY_METRES[before.placePrecision] !== null &&
    UNCERTAINTY_METRES[after.placePrecision] === null;
  if (!losesPoint || AREA_KEYS.some((key) => key in patch)) return after;
  const finer = AREA_KEYS.filter((key) => key !== 'port' && !mayFollow(key, after));
  return { ...after, ...Object.fromEntries(finer.map((key) => [key, null])) };
}
