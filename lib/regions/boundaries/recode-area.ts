import { type LngLat, UNCERTAINTY_METRES } from '../../domain/place';
import type { AreaTuple } from '../../domain/region';
import { AreaError, areaMatches, areaOf } from '../gazetteer';
import { type RecordedPrecision, undecidedMetres } from '../place-bound';
import { type BoundaryLocator, noFiner } from './boundary-locator';

/** What a record says of its place. */
export interface RecordedPlace extends RecordedPrecision {
  point: LngLat | null;
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
  { point, area, ...precision }: RecordedPlace,
  locator: BoundaryLocator,
): Recoded {
  // A record that speaks of an area has no point that could tell another one.
  if (!point || UNCERTAINTY_METRES[precision.placePrecision] === null) return { type: 'same' };
  const holding = locator.regionAt(point);
  const found = holding && noFiner(holding, precision);
  if (!found || areaMatches(area, found.code)) return { type: 'same' };
  const { level, code } = found;
  const metres = undecidedMetres(precision) + locator.toleranceMetres;
  if (locator.isNearBorderAt(point, holding.level, metres)) {
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
