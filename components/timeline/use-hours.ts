'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import type { Filter } from '@/lib/domain/filter';
import type { HoursRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { daysShown, type HourBar, hourBarsOf, showsHours } from './hours';
import type { ShownRange } from './shown-range';

export interface TimelineHours {
  bars: HourBar[];
  /** Records of the shown days that are known to no hour. */
  withoutHour: number;
}

/** Hours of the days that the plot shows, where it shows few enough; null elsewhere, and before they are counted. */
export function useHours(
  client: EngineClient | null,
  filter: Filter,
  revision: number,
  shown: ShownRange | null,
  widthPx: number,
): TimelineHours | null {
  const days = shown && widthPx > 0 && showsHours(shown, widthPx) ? daysShown(shown) : null;
  const [from, to] = [days?.from ?? null, days?.to ?? null];
  const body = useMemo<HoursRequest | null>(
    () =>
      from === null || to === null
        ? null
        : { filter: { ...filter, from: null, to: null }, days: { from, to } },
    [filter, from, to],
  );
  const answer = useEngineAnswer(client, 'hours', body, revision);
  return useMemo(() => {
    if (!answer) return null;
    const { shooting, seizure, incident } = answer.withoutHour;
    return { bars: hourBarsOf(answer.bins), withoutHour: shooting + seizure + incident };
  }, [answer]);
}
