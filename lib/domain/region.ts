import { z } from 'zod';

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

export const localisedSchema = z
  .object({ nl: z.string().min(1), fr: z.string().min(1), en: z.string().min(1) })
  .partial()
  .refine((names) => Object.keys(names).length > 0, 'give at least one of nl, fr, en');
/** A text in up to three languages, never empty. */
export type Localised = z.infer<typeof localisedSchema>;

/**
 * A region's code is globally unique without its type: `EU-ROPE` for Europe, ISO 3166-1 alpha-2 for a country (`BE`),
 * ISO 3166-2 for a province or region (`BE-VAN`, `BE-BRU`), the five-digit NIS code for a Belgian municipality
 * (`21004`), `{municipality}-{name}` for a district (`11002-merksem`), the four-digit number of a Belgian police
 * zone (`5340`), UN/LOCODE for a port (`BEANR`).
 */
export const regionSchema = z.object({
  code: z.string().regex(/^[A-Z0-9][A-Za-z0-9-]{1,40}$/),
  type: z.enum(REGION_TYPES),
  parent: z.string().nullable(),
  names: z.object({ nl: z.string(), fr: z.string(), en: z.string() }),
  /** Other spellings and languages that a search must find. */
  aliases: z.array(z.string()),
  /** `[lng, lat]` where the region's label and count stand; not a centroid by law, and never an incident's place. */
  point: z.tuple([z.number(), z.number()]).nullable(),
  /** ISO dates; null means unbounded. */
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  successor: z.string().nullable(),
  /** Where name, code and point were read. */
  source: z.string(),
});
export type Region = z.infer<typeof regionSchema>;

/** The areas of a record, coarse to fine. On the wire one code stands for the whole tuple. */
export const areaTupleSchema = z.object({
  country: z.string().nullable(),
  province: z.string().nullable(),
  municipality: z.string().nullable(),
  district: z.string().nullable(),
  policeZone: z.string().nullable(),
  port: z.string().nullable(),
});
export type AreaTuple = z.infer<typeof areaTupleSchema>;

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
