import { z } from 'zod';
import { KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import {
  LAYOUTS,
  LONGEST_PAUSE_SECONDS,
  MOST_KG,
  MOST_RULES,
  SEVERITIES,
  USUAL_PAUSE_SECONDS,
  USUAL_RULE,
  WALL_LANGUAGES,
} from './playlist';

export const MOST_SCENES = 40;

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
/** A database cannot hold U+0000 and halves of characters, and no name or address needs another control character. */
const PLAIN = /^[^\p{Cc}\p{Cs}]*$/u;
const PLAIN_HINT = 'must not contain control characters';
const nameSchema = z.string().trim().min(1).max(80).regex(PLAIN, PLAIN_HINT);
const clockSchema = z.string().regex(CLOCK, 'write hours and minutes, such as 06:30');
const idSchema = z.string().regex(/^[a-z0-9-]{1,40}$/, 'use small letters, digits and dashes');

/** Brussels wall-clock times; an end that is not after the start lies on the next day. */
export const hoursSchema = z.strictObject({ from: clockSchema, to: clockSchema });
export type Hours = z.infer<typeof hoursSchema>;

/** One view of a playlist. */
export const sceneSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  /** The query of an explorer's address: filter, camera, layers. */
  view: z.string().max(2_000).regex(PLAIN, PLAIN_HINT),
  layout: z.enum(LAYOUTS),
  seconds: z.int().min(5).max(3_600),
  /** 1 is Monday; without it every day. With hours that pass midnight, the day on which they begin. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  hours: hoursSchema.optional(),
});
export type Scene = z.infer<typeof sceneSchema>;

/** When a record that was just published takes the screen. What a rule does not name it does not ask. */
export const breakingRuleSchema = z.strictObject({
  kinds: z.array(z.enum(KINDS)).min(1).optional(),
  regions: z.array(z.string().min(2).max(42).regex(PLAIN, PLAIN_HINT)).min(1).max(40).optional(),
  severity: z.enum(SEVERITIES).default(USUAL_RULE.severity),
  /** Only seizures of at least so many kilograms, by the least that is told of them. */
  leastKg: z.int().min(1).max(MOST_KG).optional(),
  verifications: z.array(z.enum(VERIFICATIONS)).min(1).optional(),
  seconds: z.int().min(5).max(300).default(USUAL_RULE.seconds),
  hasSound: z.boolean().default(USUAL_RULE.hasSound),
});
export type BreakingRule = z.infer<typeof breakingRuleSchema>;

/** What a wall shows, and when. */
export const playlistSchema = z
  .strictObject({
    name: nameSchema,
    language: z.enum(WALL_LANGUAGES).default('nl'),
    scenes: z.array(sceneSchema).min(1).max(MOST_SCENES),
    breaking: z.array(breakingRuleSchema).max(MOST_RULES).default([]),
    /** So long the scenes stand at least between two cards; somebody killed waits for no pause. */
    pauseSeconds: z.int().min(0).max(LONGEST_PAUSE_SECONDS).default(USUAL_PAUSE_SECONDS),
    /** No record takes the screen between these. */
    quietHours: hoursSchema.optional(),
    /** The screen is dimmed between these. */
    nightHours: hoursSchema.optional(),
  })
  .superRefine(({ scenes }, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of scenes.entries()) {
      if (seen.has(id)) {
        const message = `two scenes have the id ${id}: give each its own`;
        context.addIssue({ code: 'custom', path: ['scenes', index, 'id'], message });
      }
      seen.add(id);
    }
  });
export type Playlist = z.infer<typeof playlistSchema>;
