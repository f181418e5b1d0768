'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import type { ComparedDays } from '@/lib/domain/comparison';
import type { Filter } from '@/lib/domain/filter';
import { hourNumberOf } from '@/lib/domain/time-bound';
import type { HistogramRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { type Bar, shiftedBars } from './bars';
import type { BarUnit } from './calendar-units';

/**
 * What lies as many days before each bar as the compared days lie before the chosen ones; only records dated to the day
 * can be moved so. Null where nothing is compared, or where the shift is of hours: a day's bar would lie across two.
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
  const shift = compared && daysBetween(compared.own.from, compared.other.from);
  return useMemo(
    () =>
      answer?.unit === 'day' && unit !== null && shift !== null
        ? shiftedBars(answer.bins, unit, shift)
        : null,
    [answer, unit, shift],
  );
}

const DAY_HOURS = 24;

/** Null where it is no whole number of days. */
function daysBetween(own: string, other: string): number | null {
  const days = (hourNumberOf(own, 'from') - hourNumberOf(other, 'from')) / DAY_HOURS;
  return Number.isInteger(days) ? days : null;
}
