import { z } from 'zod';
import { isCalendarDay } from './time';
import { KINDS, VERIFICATIONS } from './vocabulary';

const calendarDay = z.string().refine(isCalendarDay, 'write a calendar day as YYYY-MM-DD');

/**
 * What a view selects. A filter is a value: equal filters select equal records. Empty lists mean "all". Days are
 * Brussels days and both count. `scope` is a switch, not a filter: real and simulated records are never counted together.
 */
export const filterSchema = z.object({
  scope: z.enum(['real', 'simulated']),
  kinds: z.array(z.enum(KINDS)),
  from: calendarDay.nullable(),
  to: calendarDay.nullable(),
  /** Region codes of any type; a record matches if it lies in one of them. */
  regions: z.array(z.string()),
  verifications: z.array(z.enum(VERIFICATIONS)),
});
export type Filter = z.infer<typeof filterSchema>;

export const EVERYTHING: Filter = {
  scope: 'real',
  kinds: [],
  from: null,
  to: null,
  regions: [],
  verifications: [],
};

/** Where the map looks; `center` is `[lng, lat]`, `zoom` as in Web Mercator maps with 512-pixel tiles. */
export const cameraSchema = z.object({
  center: z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)]),
  zoom: z.number().min(0).max(20),
});
export type Camera = z.infer<typeof cameraSchema>;
