import type { AreaTuple } from './region-schema';

export type { AreaTuple, Localised, Region } from './region-schema';

export const AREA_KEYS = [
  'country',
  'province',
  'municipality',
  'district',
  'policeZone',
  'port',
] as const satisfies readonly (keyof AreaTuple)[];

/** One string per tuple, equal exactly when the tuples are. */
export function areaKey(area: AreaTuple): string {
  return AREA_KEYS.map((key) => area[key] ?? '').join('|');
}

/** The finest region that a record without a point is counted on: port, else district, municipality, province, country. */
export function labelRegionOf(area: AreaTuple): string | null {
  return area.port ?? area.district ?? area.municipality ?? area.province ?? area.country;
}
