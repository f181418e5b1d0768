import type { ScreenFacts } from '@/lib/protocol/screens';

/** A screen reports every fifteen seconds: three that did not come are no accident. */
const STALE_FROM_S = 45;
const GONE_FROM_S = 300;

/** How long ago a screen was heard, in a word. */
export type Sign = 'fresh' | 'stale' | 'gone' | 'never' | 'revoked';

/** Seconds since a screen was last heard, by the server's clock; null where it never was. `sinceAnswerMs`: since the list was told. */
export function silenceOf(
  { silentSeconds }: Pick<ScreenFacts, 'silentSeconds'>,
  sinceAnswerMs: number,
): number | null {
  return silentSeconds === null ? null : silentSeconds + Math.max(0, sinceAnswerMs) / 1_000;
}

export function signOf(
  { revokedAt }: Pick<ScreenFacts, 'revokedAt'>,
  silence: number | null,
): Sign {
  if (revokedAt !== null) return 'revoked';
  if (silence === null) return 'never';
  if (silence >= GONE_FROM_S) return 'gone';
  return silence >= STALE_FROM_S ? 'stale' : 'fresh';
}

/** By how many changes a screen is behind the server's head; null where either is unknown. */
export function lagOf(seq: number | null | undefined, headSeq: number | null): number | null {
  if (seq === null || seq === undefined || headSeq === null) return null;
  return Math.max(0, headSeq - seq);
}

/** Whether a screen runs another build than the server, which is the newest. */
export function isOldBuild(build: string | undefined, served: string | null): boolean {
  return build !== undefined && build !== '' && served !== null && build !== served;
}
