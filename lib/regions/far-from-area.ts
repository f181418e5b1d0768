import { distance } from '@turf/turf';
import type { LngLat } from '../domain/place';
import type { AreaTuple, Region } from '../domain/region';
import { descendantsOf, regionByCode } from './gazetteer';
import type { PointLocator } from './point-to-region';

/** Farther than any municipality, zone or port reaches from its label, with room for whoever measured roughly. */
export const NEAR_KM = 60;

const METRES_PER_KM = 1000;
const LABELLED = ['district', 'municipality', 'policeZone', 'port'] as const;

/**
 * The region of an area that a point cannot lie in or beside: more than {@link NEAR_KM} from the labels of its finer parts,
 * or else from the outline of its province or country. Null where nothing speaks against the point.
 */
export function farFromArea(
  point: LngLat,
  area: AreaTuple,
  locator: PointLocator,
): { region: Region; km: number } | null {
  const finer = LABELLED.flatMap((key) => regionByCode(area[key] ?? '') ?? []);
  for (const region of finer) {
    const km = kmToLabels(point, region);
    if (km > NEAR_KM) return { region, km };
  }
  const outer = regionByCode(area.province ?? area.country ?? '');
  if (finer.length > 0 || !outer) return null;
  const isNear = locator.isNear(point, outer.code, NEAR_KM * METRES_PER_KM);
  return isNear === false ? { region: outer, km: kmToLabels(point, outer) } : null;
}

/** To the region's label or, where it has none, to the nearest below it; 0 where nothing is known. */
function kmToLabels(point: LngLat, region: Region): number {
  const labelled = region.point ? [region] : descendantsOf(region.code);
  const distances = labelled.flatMap((one) =>
    one.point ? [distance([...point], one.point, { units: 'kilometers' })] : [],
  );
  return distances.length > 0 ? Math.min(...distances) : 0;
}
