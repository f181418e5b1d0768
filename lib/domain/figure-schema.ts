import { z } from 'zod';
import { addressSchema, hasForbiddenCharacter } from './incident';
import { FIGURE_UNITS, MEASURES } from './measure';
import { localisedSchema } from './region-schema';
import { isCalendarDay } from './time';

const NO_CONTROL = 'must not contain control characters';
const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => !hasForbiddenCharacter(value), NO_CONTROL);
const localisedLine = localisedSchema.refine(
  (texts) => !Object.values(texts).some((text) => text && hasForbiddenCharacter(text)),
  NO_CONTROL,
);
const day = z.string().refine(isCalendarDay, 'write a calendar day as YYYY-MM-DD');

/**
 * A number that somebody published. Two figures disagree only if measure, definition, area and period are equal and the
 * values are not. `value` is in `unit`; `low`/`high` bound it where the source gives a range.
 */
const figureShape = z.strictObject({
  /** Stable name of this statement, so that loading it again replaces it. */
  key: line(200),
  measure: z.enum(MEASURES),
  /** What was counted, in the counting authority's sense. */
  definition: localisedLine,
  authority: line(200),
  /** Region code, or null where the source's area is no region of ours; then `areaName` says it. */
  area: line(60).nullable(),
  areaName: localisedLine,
  /** Both days count. */
  periodFrom: day,
  periodTo: day,
  value: z.number(),
  low: z.number().nullable().default(null),
  high: z.number().nullable().default(null),
  unit: z.enum(FIGURE_UNITS),
  /** "about", "over", or exact. */
  approximation: z.enum(['exact', 'about', 'over', 'under']).default('exact'),
  provisional: z.boolean().default(false),
  note: localisedLine.nullable().default(null),
  source: z.strictObject({
    publisher: line(200),
    label: line(300),
    url: addressSchema,
    publishedAt: line(40).nullable().default(null),
  }),
});

/** Where the period or the range runs backwards, the later field is the one that is named. */
export const figureInputSchema = figureShape.superRefine(refuseBackwards);
export type FigureInput = z.infer<typeof figureInputSchema>;

/** A published figure with its number in this installation. */
export const figureSchema = figureShape.extend({ fid: z.int().positive() });
export type Figure = z.infer<typeof figureSchema>;

function refuseBackwards(
  figure: Pick<z.infer<typeof figureShape>, 'periodFrom' | 'periodTo' | 'low' | 'high'>,
  context: z.RefinementCtx,
): void {
  const isPeriod = isCalendarDay(figure.periodFrom) && isCalendarDay(figure.periodTo);
  if (isPeriod && figure.periodFrom > figure.periodTo) {
    context.addIssue({ code: 'custom', path: ['periodTo'], message: 'is before periodFrom' });
  }
  if (figure.low !== null && figure.high !== null && figure.low > figure.high) {
    context.addIssue({ code: 'custom', path: ['high'], message: 'is below low' });
  }
}
