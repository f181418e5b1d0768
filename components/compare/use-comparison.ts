'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useNow } from '@/components/ui/use-now';
import { useStill } from '@/components/ui/use-still';
import { type ComparedDays, type Comparison, comparedDays } from '@/lib/domain/comparison';
import type { Filter } from '@/lib/domain/filter';
import { boundAt, dayOfBound, isHourBound } from '@/lib/domain/time-bound';
import type { ComparisonResponse, PastStatus } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';

export interface ShownComparison {
  days: ComparedDays;
  /** The last day that has records: today, or the day of the past state that is shown. */
  today: string;
  filter: Filter;
  /** Null until the engine has answered. */
  answer: ComparisonResponse | null;
}

const RENEW_MS = 60_000;
/** A past state of which nothing is known yet: until it is, nothing is compared. */
export const UNKNOWN_PAST = { committedAt: null };

interface Compared {
  filter: Filter;
  comparison: Comparison;
  /** The past state that is compared, or null for the current one. */
  past?: Pick<PastStatus, 'committedAt'> | null;
}

/** The Brussels hour up to which a state has records, as the end of a period; null until it is known. */
export function lastHourOf(
  past: Pick<PastStatus, 'committedAt'> | null,
  now: number | null,
): string | null {
  if (!past) return now === null ? null : boundAt(now, 'to');
  return past.committedAt === null ? null : boundAt(Date.parse(past.committedAt), 'to');
}

/** The filter's days beside the others; null where the reader compares nothing, or the filter has no first day. */
export function useComparison(
  client: EngineClient | null,
  revision: number,
  { filter, comparison, past = null }: Compared,
): ShownComparison | null {
  const now = useNow(RENEW_MS);
  const running = lastHourOf(past, now);
  const today = running && dayOfBound(running);
  // The same until it changes: what is asked with it is asked anew, and not each hour where it is of days.
  const last = filter.from !== null && isHourBound(filter.from) ? running : today;
  const days = useMemo(
    () => (last === null ? null : comparedDays(filter, comparison, last)),
    [filter, comparison, last],
  );
  const body = useMemo(() => days && { filter, days }, [filter, days]);
  // Two selections and their regions: they are counted once the days under a hand rest.
  const answer = useEngineAnswer(client, 'comparison', useStill(body), revision);
  return useMemo(
    () => (days && today !== null ? { days, today, filter, answer } : null),
    [days, today, filter, answer],
  );
}
