/** Ports are a tree of their own: a port's parent is a country. */
export const REGION_TYPES = [
  'continent',
  'country',
  'province',
  'municipality',
  'district',
  'police zone',
  'port',
] as const;
export type RegionType = (typeof REGION_TYPES)[number];
