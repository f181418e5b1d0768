import { STALE_AFTER_MS } from '@/lib/protocol/version';

/** How loudly a wall says that it hears nothing: not at all, in a band, in a larger one, across its middle. */
export type Staleness = 'fresh' | 'band' | 'broad' | 'statement';

const BROAD_FROM_S = 120;
const STATEMENT_FROM_S = 3_600;

/** By how long nothing was heard, seconds on a monotonic clock. */
export function stalenessOf(silentSeconds: number): Staleness {
  if (silentSeconds * 1_000 <= STALE_AFTER_MS) return 'fresh';
  if (silentSeconds < BROAD_FROM_S) return 'band';
  return silentSeconds < STATEMENT_FROM_S ? 'broad' : 'statement';
}

/** How long ago something was, in the largest unit of which it is at least two. */
export function roughAge(seconds: number): {
  count: number;
  unit: 'seconds' | 'minutes' | 'hours' | 'days';
} {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 120) return { count: whole, unit: 'seconds' };
  if (whole < 7_200) return { count: Math.floor(whole / 60), unit: 'minutes' };
  if (whole < 172_800) return { count: Math.floor(whole / 3_600), unit: 'hours' };
  return { count: Math.floor(whole / 86_400), unit: 'days' };
}
