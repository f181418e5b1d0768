import { z } from 'zod';
import { REGION_TYPES } from './region-type';

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
