'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useNow } from '@/components/ui/use-now';
import { useStill } from '@/components/ui/use-still';
import { type ComparedDays, type Comparison, comparedDays } from '@/lib/domain/comparison';
import type { Filter } from '@/lib/domain/filter';
import { brusselsDay } from '@/lib/domain/time';
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

interface Compared {
  filter: Filter;
  comparison: Comparison;
  /** The past state that is compared, or null for the current one. */
  past?: Pick<PastStatus, 'committedAt'> | null;
}

/** The Brussels day up to which a state has records; null until it is known. */
export function lastDayOf(
  past: Pick<PastStatus, 'committedAt'> | null,
  now: number | null,
): string | null {
  if (!past) return now === null ? null : brusselsDay(now);
  return past.committedAt === null ? null : brusselsDay(Date.parse(past.committedAt));
}

/** The filter's days beside the others; null where the reader compares nothing, or the filter has no first day. */
export function useComparison(
  client: EngineClient | null,
  revision: number,
  { filter, comparison, past = null }: Compared,
): ShownComparison | null {
  const now = useNow(RENEW_MS);
  const today = lastDayOf(past, now);
  const days = useMemo(
    () => (today === null ? null : comparedDays(filter, comparison, today)),
    [filter, comparison, today],
  );
  const body = useMemo(() => days && { filter, days }, [filter, days]);
  // Two selections and their regions: they are counted once the days under a hand rest.
  const answer = useEngineAnswer(client, 'comparison', useStill(body), revision);
  return useMemo(
    () => (days && today !== null ? { days, today, filter, answer } : null),
    [days, today, filter, answer],
  );
}
