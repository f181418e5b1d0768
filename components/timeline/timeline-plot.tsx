'use client';

import { memo, useId, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { PATTERN_LINES, PATTERN_PX, PATTERNED } from '@/components/charts/kind-patterns';
import { useWords } from '@/components/incidents/use-words';
import type { PlotSize } from '@/components/ui/use-plot-size';
import { KINDS } from '@/lib/domain/vocabulary';
import { axisTicks } from './axis-ticks';
import { type Bar, barPaths, barsIn, ghostPath, placeOfBar, pxPerRecord, scaleMark } from './bars';
import type { BarUnit } from './calendar-units';
import type { Grip } from './day-window';
import type { HourBar } from './hours';
import { type ShownRange, xOfDay } from './shown-range';
import styles from './timeline.module.css';
import type { TimelineModel } from './use-timeline';
import { useTimelineWords } from './use-timeline-words';

/** Bars over their dates, with the window of chosen days laid over them. */
export function TimelinePlot({ model }: { model: TimelineModel }) {
  const { known, size, range, place, hovered } = model;
  const { shown } = range;
  const isDrawn = known !== null && size !== null && shown !== null;
  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer does here what the sliders inside do by keyboard */}
      <div
        ref={model.plot}
        className={styles.plot}
        data-dragging={model.isDragging || undefined}
        onKeyUp={model.onKeysUp}
        onBlur={model.onKeysUp}
        {...model.pointerHandlers}
      >
        {isDrawn && (
          <Bars
            bars={model.hours?.bars ?? known.bars}
            label={model.hours ? 'hour' : known.unit}
            ghosts={model.ghosts}
            shown={shown}
            size={size}
          />
        )}
        {isDrawn && hovered && (
          <div className={styles.hovered} style={boxOf(hovered, shown, size.widthPx)} />
        )}
        {isDrawn && place && <DayWindow model={model} box={endsOf(place, shown, size.widthPx)} />}
      </div>
    </div>
  );
}

interface BarsProps {
  bars: readonly (Bar | HourBar)[];
  /** What a bar stands for. */
  label: BarUnit | 'hour';
  /** What lies as long before each bar as the days that are compared. */
  ghosts: readonly Bar[] | null;
  shown: ShownRange;
  size: PlotSize;
}

/** Drawn anew for other records or another part of time, and not while days are chosen. */
const Bars = memo(function Bars({ bars, label, ghosts, shown, size }: BarsProps) {
  const t = useTranslations('timeline');
  const words = useTimelineWords();
  const { number } = useWords();
  const { widthPx, heightPx } = size;
  const drawn = useMemo(() => barsIn(bars, shown), [bars, shown]);
  const ghostly = useMemo(() => barsIn(ghosts ?? [], shown), [ghosts, shown]);
  const most = useMemo(
    () => Math.max(0, ...[...drawn, ...ghostly].map(({ total }) => total)),
    [drawn, ghostly],
  );
  const paths = useMemo(() => barPaths(drawn, shown, size, most), [drawn, shown, size, most]);
  const mark = scaleMark(most);
  const patterns = useId();
  return (
    <>
      <svg
        className={styles.bars}
        width={widthPx}
        height={heightPx}
        role="img"
        aria-label={t(`per.${label}`)}
      >
        <KindPatterns id={patterns} />
        {KINDS.map((kind) => (
          <path key={kind} data-kind={kind} d={paths[kind]} />
        ))}
        {PATTERNED.map((kind) => (
          <path key={kind} d={paths[kind]} fill={`url(#${patterns}-${kind})`} />
        ))}
        {ghostly.length > 0 && (
          <path className={styles.ghosts} d={ghostPath(ghostly, shown, size, most)} />
        )}
      </svg>
      {mark > 0 && (
        <span className={styles.mark} style={{ bottom: mark * pxPerRecord(heightPx, most) }}>
          {number(mark)}
        </span>
      )}
      <ol className={styles.axis} aria-hidden="true">
        {axisTicks(shown, widthPx).map((tick) => (
          <li key={tick.day} data-said={tick.said} style={{ left: tick.xPx }}>
            {words.tick(tick)}
          </li>
        ))}
      </ol>
    </>
  );
});

function KindPatterns({ id }: { id: string }) {
  return (
    <defs>
      {PATTERNED.map((kind) => (
        <pattern
          key={kind}
          id={`${id}-${kind}`}
          width={PATTERN_PX}
          height={PATTERN_PX}
          patternUnits="userSpaceOnUse"
        >
          <path className={styles.hatch} d={PATTERN_LINES[kind]} />
        </pattern>
      ))}
    </defs>
  );
}

interface Ends {
  leftPx: number;
  rightPx: number;
}

/** Two sliders at the ends of the chosen days or hours, and what lies between them as a third that moves both. */
function DayWindow({ model, box }: { model: TimelineModel; box: Ends }) {
  const { isChosen, size } = model;
  const widthPx = size?.widthPx ?? 0;
  const left = clampPx(box.leftPx, widthPx);
  const right = clampPx(box.rightPx, widthPx);
  return (
    <>
      {isChosen && (
        <>
          <div className={styles.shade} style={{ left: 0, width: left }} />
          <div className={styles.shade} style={{ left: right, right: 0 }} />
          <Slider grip="window" model={model} style={{ left, width: Math.max(1, right - left) }} />
        </>
      )}
      <Slider grip="from" model={model} style={{ left }} isAway={left !== box.leftPx} />
      <Slider grip="to" model={model} style={{ left: right }} isAway={right !== box.rightPx} />
    </>
  );
}

const NAMES = {
  day: { from: 'first', to: 'last', window: 'window' },
  hour: { from: 'firstHour', to: 'lastHour', window: 'windowHours' },
} as const;

interface SliderProps {
  grip: Grip;
  model: TimelineModel;
  style: { left: number; width?: number };
  /** Its day lies outside of what is shown: it stands at the plot's edge. */
  isAway?: boolean;
}

function Slider({ grip, model, style, isAway = false }: SliderProps) {
  const t = useTranslations('timeline');
  const words = useTimelineWords();
  const { scale, window, place, days, isChosen } = model;
  if (!scale || !window || !place) return null;
  const { first, last } = scale.extent;
  return (
    <div
      className={grip === 'window' ? styles.window : styles.handle}
      data-grip={grip}
      data-chosen={isChosen || undefined}
      data-away={isAway || undefined}
      style={style}
      role="slider"
      tabIndex={0}
      aria-label={t(NAMES[scale.unit][grip])}
      aria-valuemin={grip === 'to' ? window.first : first}
      aria-valuemax={grip === 'from' ? window.last : last}
      aria-valuenow={grip === 'to' ? window.last : window.first}
      aria-valuetext={words.end(grip, place, days)}
    />
  );
}

function endsOf({ start, end }: ShownRange, shown: ShownRange, widthPx: number): Ends {
  return {
    leftPx: Math.round(xOfDay(shown, widthPx, start)),
    rightPx: Math.round(xOfDay(shown, widthPx, end)),
  };
}

function boxOf(
  bar: Bar | HourBar,
  shown: ShownRange,
  widthPx: number,
): { left: number; width: number } {
  const { start, end } = placeOfBar(bar);
  const left = Math.round(xOfDay(shown, widthPx, start));
  return { left, width: Math.round(xOfDay(shown, widthPx, end)) - left };
}

function clampPx(px: number, widthPx: number): number {
  return Math.min(widthPx, Math.max(0, px));
}
