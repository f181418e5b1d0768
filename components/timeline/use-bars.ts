'use client';

import { useMemo, useState } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useNow } from '@/components/ui/use-now';
import type { Filter } from '@/lib/domain/filter';
import { brusselsDay, dayNumberOf } from '@/lib/domain/time';
import type { HistogramRequest, KindCounts } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { type Bar, barsOf, engineUnitOf, extentOf } from './bars';
import type { BarUnit } from './calendar-units';
import type { DayRange } from './shown-range';

export interface TimelineBars {
  bars: Bar[];
  unit: BarUnit;
  extent: DayRange;
  /** Records whose time is too coarse for a bar of this unit. */
  coarser: number;
}

const RENEW_MS = 60_000;

/**
 * What the filter selects whatever its days, as bars; null before the first answer. Moving the days asks nothing: the
 * question stays the same. `setWanted` asks for another unit; until its answer the bars before stand.
 */
export function useBars(client: EngineClient | null, filter: Filter, revision: number) {
  const [wanted, setWanted] = useState<BarUnit>('month');
  const now = useNow(RENEW_MS);
  const today = now === null ? null : dayNumberOf(brusselsDay(now));
  const body = useMemo<HistogramRequest>(
    () => ({ filter: { ...filter, from: null, to: null }, unit: engineUnitOf(wanted) }),
    [filter, wanted],
  );
  const answer = useEngineAnswer(client, 'histogram', body, revision);
  const unit = answer?.unit === 'month' && wanted === 'year' ? 'year' : answer?.unit;
  const known = useMemo<TimelineBars | null>(() => {
    if (!answer || !unit || today === null) return null;
    const bars = barsOf(answer.bins, unit);
    return { bars, unit, extent: extentOf(bars, today), coarser: sumOf(answer.coarser) };
  }, [answer, unit, today]);
  return { known, setWanted };
}

function sumOf({ shooting, seizure, incident }: KindCounts): number {
  return shooting + seizure + incident;
}
