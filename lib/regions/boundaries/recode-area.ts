import { type LngLat, UNCERTAINTY_METRES } from '../../domain/place';
import type { AreaTuple } from '../../domain/region';
import type { PlacePrecision } from '../../domain/vocabulary';
import { AreaError, areaMatches, areaOf } from '../gazetteer';
import type { BoundaryLocator } from './boundary-locator';

/** What a record says of its place. */
export interface RecordedPlace {
  point: LngLat | null;
  placePrecision: PlacePrecision;
  area: AreaTuple;
}

/**
 * `same`: nothing speaks against the recorded area. `left alone`: the point lies elsewhere, but so near to a border that
 * its precision does not tell, or the other area contradicts the record's port.
 */
export type Recoded =
  | { type: 'same' | 'left alone' }
  | { type: 'changed'; from: string | null; to: string; area: AreaTuple };

/** Which area a record is in by the imported polygons, compared with the one that it is recorded in. */
export function recodeArea(
  { point, placePrecision, area }: RecordedPlace,
  locator: BoundaryLocator,
  toleranceMetres: number,
): Recoded {
  const uncertaintyMetres = UNCERTAINTY_METRES[placePrecision];
  // A record that speaks of an area has no point that could tell another one.
  if (!point || uncertaintyMetres === null) return { type: 'same' };
  const found = locator.regionAt(point);
  if (!found || areaMatches(area, found.code)) return { type: 'same' };
  const { level, code } = found;
  if (locator.isNearBorderAt(point, level, uncertaintyMetres + toleranceMetres)) {
    return { type: 'left alone' };
  }
  try {
    const changed = areaOf({ [level]: code, port: area.port });
    return { type: 'changed', from: area[level], to: code, area: changed };
  } catch (error) {
    if (!(error instanceof AreaError)) throw error;
    return { type: 'left alone' };
  }
}
