'use client';

import { useEffect, useRef } from 'react';
import { usePlotSize } from '@/components/ui/use-plot-size';
import type { ComparedDays } from '@/lib/domain/comparison';
import type { Filter } from '@/lib/domain/filter';
import type { EngineClient } from '@/lib/store/engine-client';
import { type Bar, barAt, barUnitFor } from './bars';
import { daysOfWindow, isSameRange, windowOfDays } from './day-window';
import { type HourBar, hourBarAt } from './hours';
import type { DayRange } from './shown-range';
import { type TimelineBars, useBars } from './use-bars';
import { useBrush } from './use-brush';
import { type DaysEvents, NO_DAYS, useDays } from './use-days';
import { useGhosts } from './use-ghosts';
import { type TimelineHours, useHours } from './use-hours';
import { usePlayback } from './use-playback';
import { useShownRange } from './use-shown-range';
import { useTimelineKeys } from './use-timeline-keys';

export interface TimelineProps extends DaysEvents {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  /** The chosen days and those beside them; null where nothing is compared. */
  compared: ComparedDays | null;
}

export type TimelineModel = ReturnType<typeof useTimeline>;

/** What the timeline shows, and what a pointer, a wheel, a key or time makes of it. */
export function useTimeline({ client, revision, filter, compared, ...events }: TimelineProps) {
  const plot = useRef<HTMLDivElement>(null);
  const size = usePlotSize(plot);
  const widthPx = size?.widthPx ?? 0;
  const { known, setWanted } = useBars(client, filter, revision);
  const extent = known?.extent ?? null;
  const range = useShownRange(plot, extent, widthPx);
  const { shown } = range;
  const hours = useHours(client, filter, revision, shown, widthPx);
  // Days that are compared have no hours to stand beside.
  const ghosts = useGhosts(client, filter, revision, hours ? null : compared, known?.unit ?? null);
  const fitting = shown && widthPx > 0 ? barUnitFor(shown, widthPx) : null;
  useEffect(() => {
    if (fitting) setWanted(fitting);
  }, [fitting, setWanted]);

  const followDays = () => {
    playback.stop();
    if (chosen.isChosen && window) range.follow(window);
  };
  const chosen = useDays(filter, events, followDays);
  const window = extent && windowOfDays(chosen.days, extent);
  const playback = usePlayback(
    { known, shown, window: chosen.isChosen ? window : null },
    {
      onWindow: (played, all) => {
        chosen.draw(played, all);
        range.follow({ first: played.last, last: played.last });
      },
      onStop: chosen.settle,
    },
  );

  /** A bar's own days, or none again where they are chosen already or nothing was counted. */
  const chooseBar = (bar: Bar | null) => {
    if (!extent) return;
    const own = bar && within(bar, extent);
    // By what is seen: of this year's bar and of "this year" the days differ in their end, and the window is one.
    const isChosen = own && window && chosen.isChosen && isSameRange(own, window);
    chosen.choose(own && !isChosen ? daysOfWindow(own, extent) : NO_DAYS);
  };
  const brush = useBrush(plot, shown && extent && window && { shown, extent, window, widthPx }, {
    onStart: () => {
      playback.stop();
      chosen.remember();
    },
    onWindow: (drawn) => extent && chosen.draw(drawn, extent),
    onShown: range.show,
    onEnd: chosen.settle,
    onCancel: chosen.cancel,
    onClick: (day) => chooseBar(known && barAt(known.bars, day)),
  });

  const clear = () => {
    playback.stop();
    chosen.choose(NO_DAYS);
  };
  const keys = useTimelineKeys({ plot, known, window, chosen, playback, range, clear });

  return {
    plot,
    size,
    known,
    ghosts,
    range,
    days: chosen.days,
    isChosen: chosen.isChosen,
    window,
    playback,
    clear,
    hours,
    hovered: brush.hoveredAt === null ? null : barUnder(brush.hoveredAt, known, hours),
    isDragging: brush.isDragging,
    pointerHandlers: brush.handlers,
    ...keys,
  };
}

function barUnder(
  position: number,
  known: TimelineBars | null,
  hours: TimelineHours | null,
): Bar | HourBar | null {
  if (hours) return hourBarAt(hours.bars, position);
  return known && barAt(known.bars, Math.floor(position));
}

function within({ first, last }: DayRange, extent: DayRange): DayRange {
  return { first: Math.max(first, extent.first), last: Math.min(last, extent.last) };
}
