import { z } from 'zod';
import { hasForbiddenCharacter } from './incident';
import { LONGEST_NOTE, LONGEST_TITLE } from './shared-link';

const LONGEST_STATE = 8_000;

/** Empty is none. Signs that turn the direction of text could make a note say something else than was typed. */
function plainText(longest: number) {
  return z
    .string()
    .trim()
    .max(longest, `must have at most ${longest} characters`)
    .refine((value) => !hasForbiddenCharacter(value), 'must not contain control characters')
    .refine(
      (value) => !/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(value),
      'must not turn the direction of text',
    )
    .transform((value) => value || null)
    .nullable()
    .default(null);
}

/** What somebody asks for a short link: the query of an address, and words for whoever opens it. */
export const newLinkSchema = z.strictObject({
  state: z.string().max(LONGEST_STATE, `must have at most ${LONGEST_STATE} characters`),
  title: plainText(LONGEST_TITLE),
  note: plainText(LONGEST_NOTE),
});
