import type { PortsDrawing, YearsDrawing } from '@/components/charts/drawing';
import { PATTERNED } from '@/components/charts/kind-patterns';
import { opacityOf } from '@/components/charts/recency';
import { yearTicks } from '@/components/charts/ticks';
import type { Kind } from '@/lib/domain/vocabulary';
import type { TableChart } from './sheet-content';
import {
  type Block,
  LINE_HEIGHT,
  type Mark,
  moved,
  type Pen,
  rectPath,
  type TextMark,
} from './sheet-marks';
import { measureIn, textBlock } from './wrap-text';

const SMALL_PX = 11;
const SMALL = { sizePx: SMALL_PX, weight: 400 } as const;
const PLOT_PX = 150;
const BAND_SHARE = 0.85;
const SCALE_GAP_PX = 8;
const BAR_PX = 16;
const BAR_GAP_PX = 8;
/** What the names of ports may take of the width. */
const NAME_SHARE = 0.25;

/** The chart that the page has beside a table. */
export function layoutDrawing(chart: TableChart, width: number, pen: Pen): Block {
  return chart.type === 'years' ? layoutYears(chart, width, pen) : layoutPorts(chart, width, pen);
}

/** Records by year, the kinds one upon the other as in the page's bars. */
function layoutYears({ bars, say }: YearsDrawing, width: number, pen: Pen): Block {
  const { palette, measure } = pen;
  const years = [...new Set(bars.map(({ year }) => year))].sort((a, b) => a - b);
  const first = years[0] ?? 0;
  const all = Array.from({ length: (years.at(-1) ?? first) - first + 1 }, (_, at) => first + at);
  const sums = all.map((year) => sumOf(bars.filter((bar) => bar.year === year)));
  const most = Math.max(1, ...sums);
  const left = Math.ceil(measure(say(most), SMALL_PX, 400)) + SCALE_GAP_PX;
  const band = (width - left) / Math.max(1, all.length);
  const top = Math.ceil(SMALL_PX * LINE_HEIGHT);
  const ground = top + PLOT_PX;
  const marks: Mark[] = [most, 0].flatMap((value): Mark[] => {
    const y = value === 0 ? ground : top;
    return [
      { type: 'path', x: left, y, d: rectPath(width - left, 1), fill: palette.surfaceEdge },
      small(say(value), left - SCALE_GAP_PX, y - top / 2, 'end', palette.inkSoft),
    ];
  });
  for (const [at, year] of all.entries()) {
    let y = ground;
    for (const { kind, count } of bars.filter((bar) => bar.year === year && bar.count > 0)) {
      const height = (count / most) * PLOT_PX;
      y -= height;
      const x = left + (at + (1 - BAND_SHARE) / 2) * band;
      marks.push(...kindMarks(kind, { x, y, d: rectPath(band * BAND_SHARE, height) }, pen));
    }
  }
  for (const year of yearTicks(all, width - left)) {
    const x = left + (year - first + 0.5) * band;
    marks.push(small(String(year), x, ground + 4, 'middle', palette.inkSoft));
  }
  return { marks, height: ground + 4 + top };
}

/** What was seized at ports, the years side by side and the latest in full colour. */
function layoutPorts({ bars }: PortsDrawing, width: number, pen: Pen): Block {
  const { palette, measure } = pen;
  const ports = [...new Set(bars.map(({ port }) => port))];
  const wide = measureIn(measure, SMALL);
  const nameWidth = Math.min(width * NAME_SHARE, Math.max(0, ...ports.map(wide)));
  const left = Math.ceil(nameWidth) + SCALE_GAP_PX;
  const sums = ports.map((port) => gramsOf(bars.filter((bar) => bar.port === port)));
  const most = Math.max(1, ...sums);
  const marks: Mark[] = [];
  let y = 0;
  for (const port of ports) {
    const name = textBlock(port, nameWidth, { ...SMALL, colour: palette.ink }, pen);
    const height = Math.max(BAR_PX, name.height);
    marks.push(...moved(name.marks, 0, y + (height - name.height) / 2));
    let x = left;
    for (const { recency, grams } of bars.filter((bar) => bar.port === port)) {
      const length = (grams / most) * (width - left);
      marks.push({
        type: 'path',
        x,
        y: y + (height - BAR_PX) / 2,
        d: rectPath(Math.max(0.5, length - 1), BAR_PX),
        fill: palette.kind.seizure,
        opacity: opacityOf(recency),
      });
      x += length;
    }
    y += height + BAR_GAP_PX;
  }
  const height = Math.max(0, y - BAR_GAP_PX);
  const line = { type: 'path', x: left - 1, y: 0, d: rectPath(1, height) } as const;
  return { marks: [...marks, { ...line, fill: palette.surfaceEdge }], height };
}

/** A shape in the colour of a kind, with the lines that tell it in grey. */
export function kindMarks(
  kind: Kind,
  at: { x: number; y: number; d: string },
  { palette }: Pick<Pen, 'palette'>,
): Mark[] {
  const pattern = PATTERNED.find((each) => each === kind);
  const filled: Mark = { type: 'path', ...at, fill: palette.kind[kind] };
  return pattern ? [filled, { type: 'path', ...at, fill: palette.surface, pattern }] : [filled];
}

function small(
  text: string,
  x: number,
  y: number,
  align: TextMark['align'],
  colour: string,
): TextMark {
  return { type: 'text', text, x, y, ...SMALL, align, colour };
}

function sumOf(bars: readonly { count: number }[]): number {
  return bars.reduce((sum, { count }) => sum + count, 0);
}

function gramsOf(bars: readonly { grams: number }[]): number {
  return bars.reduce((sum, { grams }) => sum + grams, 0);
}
