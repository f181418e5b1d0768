'use client';

import { useEffect, useMemo, useRef } from 'react';
import { usePlotSize } from '@/components/ui/use-plot-size';
import type { ComparedDays } from '@/lib/domain/comparison';
import type { Filter } from '@/lib/domain/filter';
import type { EngineClient } from '@/lib/store/engine-client';
import { type Bar, barAt, barUnitFor } from './bars';
import type { MoveUnit } from './calendar-units';
import { isSameRange } from './day-window';
import { type HourBar, hourBarAt } from './hours';
import type { DayRange } from './shown-range';
import { dayScale, hourNumberAt, hourScale, type TimeScale } from './time-scale';
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
    if (chosen.isChosen && place) range.follow(place);
  };
  const chosen = useDays(filter, events, followDays);
  const byHour = useMemo(() => extent && hourScale(extent), [extent]);
  const byDay = useMemo(() => extent && dayScale(extent), [extent]);
  const scale = hours ? byHour : byDay;
  const unit: MoveUnit | null = hours ? 'hour' : (known?.unit ?? null);
  const window = scale?.windowOf(chosen.days) ?? null;
  // To the hour, also where bars are days.
  const place = byHour?.placeOf(byHour.windowOf(chosen.days)) ?? null;
  const playback = usePlayback(
    { scale, unit, shown, window: chosen.isChosen ? window : null },
    {
      onWindow: (played, run) => {
        chosen.draw(played, run);
        range.follow(run.placeOf({ first: played.last, last: played.last }));
      },
      onStop: chosen.settle,
    },
  );

  /** A bar's own days or hour, or none again where these are chosen already or nothing was counted. */
  const chooseBar = (bar: DayRange | null, its: TimeScale) => {
    const own = bar && within(bar, its.extent);
    // By what is seen: of this year's bar and of "this year" the days differ in their end, and the window is one.
    const isChosen = own && chosen.isChosen && isSameRange(own, its.windowOf(chosen.days));
    chosen.choose(own && !isChosen ? its.periodOf(own) : NO_DAYS);
  };
  const geometry = shown && extent && scale && window && { shown, extent, scale, window, widthPx };
  const brush = useBrush(plot, geometry, {
    onStart: () => {
      playback.stop();
      chosen.remember();
    },
    onWindow: chosen.draw,
    onShown: range.show,
    onEnd: chosen.settle,
    onCancel: chosen.cancel,
    onClick: (number, its) =>
      chooseBar(
        its.unit === 'hour' ? hourAt(hours, number) : known && barAt(known.bars, number),
        its,
      ),
  });

  const clear = () => {
    playback.stop();
    chosen.choose(NO_DAYS);
  };
  const keys = useTimelineKeys({
    plot,
    scale,
    unit,
    window,
    place,
    chosen,
    playback,
    range,
    clear,
  });

  return {
    plot,
    size,
    known,
    ghosts,
    range,
    days: chosen.days,
    isChosen: chosen.isChosen,
    scale,
    window,
    place,
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

/** An hour on the scale of hours, or null where nothing was counted in it. */
function hourAt(hours: TimelineHours | null, number: number): DayRange | null {
  const isCounted = hours?.bars.some(({ first, hour }) => hourNumberAt(first, hour) === number);
  return isCounted ? { first: number, last: number } : null;
}

function within({ first, last }: DayRange, extent: DayRange): DayRange {
  return { first: Math.max(first, extent.first), last: Math.min(last, extent.last) };
}
