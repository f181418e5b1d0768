import { z } from 'zod';

const fileSchema = z.object({
  /** File name relative to the manifest, with a content hash: may be cached for ever. */
  file: z.string(),
  bytes: z.number(),
  gzipBytes: z.number(),
});
export type BasemapFile = z.infer<typeof fileSchema>;

const detailTileSchema = fileSchema.extend({
  /** `[west, south, east, north]` in degrees. */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});

const fontSchema = fileSchema.extend({
  /** The name that layers use in `text-font`. */
  name: z.string(),
  /** As in CSS: `U+0000-00FF`. */
  unicodeRange: z.array(z.string()),
});

/** What the built basemap consists of; written beside its files as `basemap-manifest.json`. */
export const basemapManifestSchema = z.object({
  version: z.literal(1),
  files: z.object({
    world: fileSchema,
    countryLabels: fileSchema,
    countries: fileSchema,
    provinces: fileSchema,
    provinceLabels: fileSchema,
    provinceLines: fileSchema,
    placesMajor: fileSchema,
    placesMinor: fileSchema,
    placesLocal: fileSchema,
    municipalities: fileSchema,
  }),
  /** Fine land, coast and borders, loaded where and when the view needs them. */
  detail: z.array(detailTileSchema),
  fonts: z.array(fontSchema),
  attribution: z.object({
    land: z.string(),
    places: z.string(),
    provinces: z.string(),
  }),
});
export type BasemapManifest = z.infer<typeof basemapManifestSchema>;

export const BASEMAP_MANIFEST_FILE = 'basemap-manifest.json';
