import { problem } from '../http/answers';
import type { Allowance, RateLimits } from '../rate-limits';

/**
 * Looks up a code or a secret for a caller who has not tried too many that were none. Who has is refused, also at one that is. The count
 * is looked at on both sides: of many tries at once no more are answered than of as many in a row.
 * @throws a 429 problem
 */
export async function refuseGuess<T>(
  limits: Pick<RateLimits, 'mayGuessScreen' | 'guessedScreen'>,
  caller: string,
  lookUp: () => Promise<T | null>,
): Promise<T | null> {
  refuseUnless(await limits.mayGuessScreen(caller));
  const found = await lookUp();
  if (found === null) refuseUnless(await limits.guessedScreen(caller));
  return found;
}

/** @throws a 429 problem that says when to come again */
export function refuseUnless(allowance: Allowance): void {
  if (allowance.allowed) return;
  const seconds = allowance.retryAfterSeconds;
  const detail = `Try again in ${seconds} s.`;
  throw problem(429, 'rate', 'Too many requests', { detail }, { 'retry-after': String(seconds) });
}
