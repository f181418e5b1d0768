import type { Region } from '../domain/region';
import { knowAllRegions } from './known-regions';
import { POLICE_ZONE_BY_MUNICIPALITY, readRegionTables } from './region-tables';

export type { AreaKey } from './known-regions';
export {
  AreaError,
  ancestorsOf,
  areaMatches,
  areaOf,
  childrenOfRegion,
  descendantsOf,
  mayLieIn,
  policeZoneOf,
  regionByCode,
  regionsOf,
} from './known-regions';
export { DOCKS_BY_PORT } from './region-tables';

/**
 * Every region, parents before children; codes are unique. A page loads this module with its map and not before: until then it
 * asks `known-regions`.
 */
export const REGIONS: readonly Region[] = readRegionTables();

knowAllRegions(REGIONS, POLICE_ZONE_BY_MUNICIPALITY);
