import { z } from 'zod';
import { DRUGS, OTHER_SUBTYPES } from './drugs';
import { CASUALTY_CHOICES, LARGEST_AMOUNT } from './filter-words';
import { ROLLING_PERIODS } from './rolling-period';
import { toQuestion } from './search-words';
import { shapeSchema } from './shape-schema';
import { type BoundEnd, isCanonicalBound } from './time-bound';
import { CONTEXTS, KINDS, QUANTITY_UNITS, VERIFICATIONS } from './vocabulary';

const bound = (end: BoundEnd) =>
  z
    .string()
    .refine(
      (text) => isCanonicalBound(text, end),
      'write a Brussels day as YYYY-MM-DD, or an hour within it as YYYY-MM-DDTHH',
    );

/** Whole grams where the unit is kg, else whole units: as the wire has them. */
const amount = z.int().min(0).max(LARGEST_AMOUNT);

/**
 * A stated quantity in that unit, by its best estimate, both bounds included and null for none. A record without a
 * quantity, or with one in another unit, does not pass, whatever the bounds.
 */
export const quantityRangeSchema = z
  .object({ unit: z.enum(QUANTITY_UNITS), least: amount.nullable(), most: amount.nullable() })
  .refine(({ least, most }) => (least ?? 0) <= (most ?? LARGEST_AMOUNT), 'least <= most must hold');
export type QuantityRange = z.infer<typeof quantityRangeSchema>;

/**
 * What a view selects. A filter is a value: equal filters select equal records. Empty lists mean "all". Both `from`
 * and `to` count, be they Brussels days or hours of one. `scope` is a switch, not a filter: real and simulated records are never counted together.
 */
export const filterSchema = z.object({
  scope: z.enum(['real', 'simulated']),
  kinds: z.array(z.enum(KINDS)),
  /** With `drugs` one list: a record matches if its subtype is in either. One without a subtype matches neither. */
  subtypes: z.array(z.enum(OTHER_SUBTYPES)),
  drugs: z.array(z.enum(DRUGS)),
  from: bound('from').nullable(),
  to: bound('to').nullable(),
  /** Where it is not null, `from` and `to` are the bounds that it had when the view was read: see `rolled`. */
  last: z.enum(ROLLING_PERIODS).nullable(),
  /** Region codes of any type; a record matches if it lies in one of them. */
  regions: z.array(z.string()),
  verifications: z.array(z.enum(VERIFICATIONS)),
  contexts: z.array(z.enum(CONTEXTS)),
  casualties: z.array(z.enum(CASUALTY_CHOICES)),
  quantity: quantityRangeSchema.nullable(),
  /** A record without a public point lies in no shape. */
  shape: shapeSchema.nullable(),
  /** What the server's search finds, as `toQuestion` writes it. */
  text: z
    .string()
    .refine((text) => toQuestion(text) === text, 'write it as toQuestion() does')
    .nullable(),
});
export type Filter = z.infer<typeof filterSchema>;

/** Where the map looks; `center` is `[lng, lat]`, `zoom` as in Web Mercator maps with 512-pixel tiles. */
export const cameraSchema = z.object({
  center: z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)]),
  zoom: z.number().min(0).max(20),
});
export type Camera = z.infer<typeof cameraSchema>;
