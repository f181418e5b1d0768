'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useNow } from '@/components/ui/use-now';
import { useStill } from '@/components/ui/use-still';
import { type ComparedDays, type Comparison, comparedDays } from '@/lib/domain/comparison';
import type { Filter } from '@/lib/domain/filter';
import { brusselsDay } from '@/lib/domain/time';
import type { ComparisonResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';

export interface ShownComparison {
  days: ComparedDays;
  /** Null until the engine has answered. */
  answer: ComparisonResponse | null;
}

const RENEW_MS = 60_000;

/** The filter's days beside the others; null where the reader compares nothing, or the filter has no first day. */
export function useComparison(
  client: EngineClient | null,
  revision: number,
  filter: Filter,
  comparison: Comparison,
): ShownComparison | null {
  const now = useNow(RENEW_MS);
  const today = now === null ? null : brusselsDay(now);
  const days = useMemo(
    () => (today === null ? null : comparedDays(filter, comparison, today)),
    [filter, comparison, today],
  );
  const body = useMemo(() => days && { filter, days }, [filter, days]);
  // Two selections and their regions: they are counted once the days under a hand rest.
  const answer = useEngineAnswer(client, 'comparison', useStill(body), revision);
  return useMemo(() => days && { days, answer }, [days, answer]);
}
