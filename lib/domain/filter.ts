import { z } from 'zod';
import { DRUGS, OTHER_SUBTYPES } from './drugs';
import { toQuestion } from './search-words';
import { shapeSchema } from './shape';
import { isCalendarDay } from './time';
import { CONTEXTS, KINDS, QUANTITY_UNITS, VERIFICATIONS } from './vocabulary';

const calendarDay = z.string().refine(isCalendarDay, 'write a calendar day as YYYY-MM-DD');

/**
 * What is known of the people that an event harmed, by best estimates. `nobody`: both numbers are stated, and 0. `not stated`: at
 * least one of them is missing, and the other is missing or 0; what nobody stated is not 0. Every record is one
 * of these at least, and may be both `killed` and `injured`.
 */
export const CASUALTY_CHOICES = ['killed', 'injured', 'nobody', 'not stated'] as const;
export type CasualtyChoice = (typeof CASUALTY_CHOICES)[number];

/** Whole grams where the unit is kg, else whole units: as the wire has them. */
const amount = z.int().min(0).max(0xffff_ffff);

/**
 * A stated quantity in that unit, by its best estimate, both bounds included and null for none. A record without a
 * quantity, or with one in another unit, does not pass, whatever the bounds.
 */
export const quantityRangeSchema = z
  .object({ unit: z.enum(QUANTITY_UNITS), least: amount.nullable(), most: amount.nullable() })
  .refine(({ least, most }) => (least ?? 0) <= (most ?? 0xffff_ffff), 'least <= most must hold');
export type QuantityRange = z.infer<typeof quantityRangeSchema>;

/**
 * What a view selects. A filter is a value: equal filters select equal records. Empty lists mean "all". Days are
 * Brussels days and both count. `scope` is a switch, not a filter: real and simulated records are never counted together.
 */
export const filterSchema = z.object({
  scope: z.enum(['real', 'simulated']),
  kinds: z.array(z.enum(KINDS)),
  /** With `drugs` one list: a record matches if its subtype is in either. One without a subtype matches neither. */
  subtypes: z.array(z.enum(OTHER_SUBTYPES)),
  drugs: z.array(z.enum(DRUGS)),
  from: calendarDay.nullable(),
  to: calendarDay.nullable(),
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

export const EVERYTHING: Filter = {
  scope: 'real',
  kinds: [],
  subtypes: [],
  drugs: [],
  from: null,
  to: null,
  regions: [],
  verifications: [],
  contexts: [],
  casualties: [],
  quantity: null,
  shape: null,
  text: null,
};

/** Where the map looks; `center` is `[lng, lat]`, `zoom` as in Web Mercator maps with 512-pixel tiles. */
export const cameraSchema = z.object({
  center: z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)]),
  zoom: z.number().min(0).max(20),
});
export type Camera = z.infer<typeof cameraSchema>;
/** The zoom at which maps end: what a closer look cannot part is fanned out there. */
export const LAST_ZOOM = 17;
