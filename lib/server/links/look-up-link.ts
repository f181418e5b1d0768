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
 * The link of a code, for a caller who has not tried too many that are none. Who has is refused, also at a code that is one.
 * The count is looked at on both sides of the code: of many tries at once no more are answered than of as many in a row.
 */
export async function lookUpLink(
  { database, limits }: Pick<Services, 'database' | 'limits'>,
  code: string,
  caller: string,
): Promise<Found> {
  const before = await limits.mayGuessLink(caller);
  if (!before.allowed) return { type: 'refused', allowance: before };
  const link = isLinkCode(code) ? await readLink(database, code) : null;
  const after = link ? await limits.mayGuessLink(caller) : await limits.guessedLink(caller);
  if (!after.allowed) return { type: 'refused', allowance: after };
  if (!link) return { type: 'missing' };
  return link.revokedAt ? { type: 'gone' } : { type: 'link', link };
}
