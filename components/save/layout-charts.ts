import { KINDS } from '@/lib/domain/vocabulary';
import { kindMarks } from './layout-drawings';
import type { BarsPicture, RangesPicture, WeekPicture } from './sheet-content';
import {
  type Block,
  LINE_HEIGHT,
  type Mark,
  moved,
  type Pen,
  rectPath,
  type TextMark,
} from './sheet-marks';
import { textBlock } from './wrap-text';

const SMALL_PX = 11;
const DAY_GAP_PX = 8;
const CELL_HEIGHT_PX = 22;
const TICK_GAP_PX = 4;
const TICK_HOURS = 6;

/** Weekday by hour, as the page's table of the same. */
export function layoutWeek({ days }: WeekPicture, width: number, { palette, measure }: Pen): Block {
  const dayWidth =
    Math.ceil(Math.max(...days.map(({ name }) => measure(name, SMALL_PX, 400)))) + DAY_GAP_PX;
  const most = Math.max(1, ...days.flatMap(({ counts }) => counts));
  const cell = (width - dayWidth) / Math.max(1, days[0]?.counts.length ?? 1);
  const top = Math.ceil(SMALL_PX * LINE_HEIGHT) + 4;
  const marks: Mark[] = (days[0]?.counts ?? []).flatMap((_, hour) =>
    hour % TICK_HOURS === 0
      ? [small(String(hour), dayWidth + hour * cell, 0, palette.inkSoft)]
      : [],
  );
  for (const [row, { name, counts }] of days.entries()) {
    const y = top + row * CELL_HEIGHT_PX;
    marks.push(small(name, 0, y + 3, palette.inkSoft));
    for (const [hour, count] of counts.entries()) {
      const at = { type: 'path', x: dayWidth + hour * cell, y } as const;
      const d = rectPath(cell - 1, CELL_HEIGHT_PX - 1);
      marks.push({ ...at, d, fill: palette.texture, opacity: 0.15 });
      if (count > 0) marks.push({ ...at, d, fill: palette.ink, opacity: count / most });
    }
  }
  return { marks, height: top + days.length * CELL_HEIGHT_PX };
}

/** The timeline's bars with its dates, the chosen days in full and the rest behind a veil. */
export function layoutBars(picture: BarsPicture, width: number, { palette, measure }: Pen): Block {
  const { height, paths, ghosts, mark, ticks, window } = picture;
  const top = Math.ceil(SMALL_PX * LINE_HEIGHT);
  const at = { type: 'path', x: 0, y: top } as const;
  const marks: Mark[] = KINDS.filter((kind) => paths[kind] !== '').flatMap((kind) =>
    kindMarks(kind, { x: 0, y: top, d: paths[kind] }, { palette }),
  );
  if (ghosts) marks.push({ ...at, d: ghosts, stroke: palette.ink, strokePx: 1.5 });
  if (window) {
    const veil = { ...at, fill: palette.surface, opacity: 0.7 };
    const left = Math.min(width, Math.max(0, window.left));
    const right = Math.min(width, Math.max(left, window.right));
    if (left > 0) marks.push({ ...veil, d: rectPath(left, height) });
    if (right < width) marks.push({ ...veil, x: right, d: rectPath(width - right, height) });
    marks.push({ ...at, x: left, d: rectPath(right - left, 2), fill: palette.ink });
  }
  if (mark) {
    const y = top + height - mark.above;
    marks.push({ ...at, y, d: rectPath(width, 1), fill: palette.surfaceEdge, opacity: 0.6 });
    marks.push(small(mark.words, 0, y - top, palette.inkSoft));
  }
  marks.push({ ...at, y: top + height, d: rectPath(width, 1), fill: palette.surfaceEdge });
  let free = 0;
  for (const { x, words, isStrong } of ticks) {
    marks.push({ ...at, x, y: top + height, d: rectPath(1, 14), fill: palette.surfaceEdge });
    const weight = isStrong ? 600 : 400;
    const start = x + TICK_GAP_PX;
    const end = start + measure(words, SMALL_PX, weight);
    if (start < free || end > width) continue;
    free = end + TICK_GAP_PX;
    const colour = isStrong ? palette.ink : palette.inkSoft;
    marks.push({ ...small(words, start, top + height + 2, colour), weight });
  }
  return { marks, height: top + height + 20 };
}

const PLOT_PX = 160;
const DOT_PX = 5;
const STEP = 20;

/** Ranges over all publishers by year; each dot is one statement. */
export function layoutRanges({ years }: RangesPicture, width: number, pen: Pen): Block {
  const { palette } = pen;
  const column = width / Math.max(1, years.length);
  const style = { sizePx: SMALL_PX, weight: 400, align: 'middle' } as const;
  const said = years.map(({ name, words }) => ({
    name: textBlock(name, column - 4, { ...style, colour: palette.inkSoft }, pen),
    words: textBlock(words, column - 4, { ...style, colour: palette.ink }, pen),
  }));
  const top = Math.max(0, ...said.map(({ words }) => words.height)) + 2 * DOT_PX;
  const ground = top + PLOT_PX;
  const most = Math.ceil(Math.max(1, ...years.map(({ high }) => high)) / STEP) * STEP;
  const yOf = (value: number) => top + (1 - value / most) * PLOT_PX;
  const marks: Mark[] = [
    { type: 'path', x: 0, y: ground, d: rectPath(width, 1), fill: palette.surfaceEdge },
  ];
  for (const [index, { low, high, dots }] of years.entries()) {
    const left = index * column + 2;
    const x = (index + 0.5) * column;
    const d = rectPath(DOT_PX, yOf(low) - yOf(high));
    const at = { type: 'path', x: x - DOT_PX / 2, y: yOf(high) } as const;
    marks.push({ ...at, d, fill: palette.figure, opacity: 0.25 });
    for (const { value, isHollow } of dots) marks.push(dotAt(x, yOf(value), isHollow, pen));
    const words = said[index];
    if (!words) continue;
    marks.push(...moved(words.words.marks, left, yOf(high) - 2 * DOT_PX - words.words.height));
    marks.push(...moved(words.name.marks, left, ground + DOT_PX));
  }
  const names = Math.max(0, ...said.map(({ name }) => name.height));
  return { marks, height: ground + DOT_PX + names };
}

function dotAt(x: number, y: number, isHollow: boolean, { palette }: Pen): Mark {
  const d = `M${-DOT_PX} 0a${DOT_PX} ${DOT_PX} 0 1 1 ${2 * DOT_PX} 0a${DOT_PX} ${DOT_PX} 0 1 1 ${-2 * DOT_PX} 0Z`;
  const fill = isHollow ? palette.surface : palette.figure;
  return { type: 'path', x, y, d, fill, stroke: palette.figure, strokePx: 1.5 };
}

function small(text: string, x: number, y: number, colour: string): TextMark {
  return { type: 'text', text, x, y, sizePx: SMALL_PX, weight: 400, align: 'start', colour };
}
