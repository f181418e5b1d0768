import { readLink, type StoredLink } from '@/db/links';
import { isLinkCode } from '@/lib/domain/link-code';
import type { Allowance } from '../rate-limits';
import type { Services } from '../services';

type Found =
  | { type: 'link'; link: StoredLink }
  | { type: 'missing' }
  | { type: 'gone' }
  | { type: 'refused'; allowance: Allowance & { allowed: false } };

/**
 * The link of a code, for a caller who has not tried too many that are none. Who has is refused before the code is looked
 * at, so that the answer does not say whether it was one.
 */
export async function lookUpLink(
  { database, limits }: Pick<Services, 'database' | 'limits'>,
  code: string,
  caller: string,
): Promise<Found> {
  const allowance = await limits.mayGuessLink(caller);
  if (!allowance.allowed) return { type: 'refused', allowance };
  const link = isLinkCode(code) ? await readLink(database, code) : null;
  if (link) return link.revokedAt ? { type: 'gone' } : { type: 'link', link };
  await limits.guessedLink(caller);
  return { type: 'missing' };
}
