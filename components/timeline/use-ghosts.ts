'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import type { ComparedDays } from '@/lib/domain/comparison';
import type { Filter } from '@/lib/domain/filter';
import { dayNumberOf } from '@/lib/domain/time';
import type { HistogramRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { type Bar, shiftedBars } from './bars';
import type { BarUnit } from './calendar-units';

/**
 * What lies as many days before each bar as the compared days lie before the chosen ones; only records dated to the day
 * can be moved so. Null where nothing is compared.
 */
export function useGhosts(
  client: EngineClient | null,
  filter: Filter,
  revision: number,
  compared: ComparedDays | null,
  unit: BarUnit | null,
): Bar[] | null {
  const isCompared = compared !== null;
  const body = useMemo<HistogramRequest | null>(
    () => (isCompared ? { filter: { ...filter, from: null, to: null }, unit: 'day' } : null),
    [filter, isCompared],
  );
  const answer = useEngineAnswer(client, 'histogram', body, revision);
  const shift = compared && dayNumberOf(compared.own.from) - dayNumberOf(compared.other.from);
  return useMemo(
    () =>
      answer?.unit === 'day' && unit !== null && shift !== null
        ? shiftedBars(answer.bins, unit, shift)
        : null,
    [answer, unit, shift],
  );
}
