import {
  axisX,
  axisY,
  barX,
  barY,
  cell,
  dot,
  gridY,
  type Markish,
  type PlotOptions,
  plot,
  ruleX,
  ruleY,
  text,
} from '@observablehq/plot';
import type { Kind } from '@/lib/domain/vocabulary';
import type { Drawing, PortsDrawing, RangesDrawing, WeekDrawing, YearsDrawing } from './drawing';
import {
  PATTERN_LINE,
  PATTERN_LINES,
  PATTERN_PX,
  PATTERNED,
  type PatternedKind,
} from './kind-patterns';
import { opacityOf } from './recency';
import { rangeTicks, yearTicks } from './ticks';

/** Colours are the page's own, so that a chart follows the theme, and print, without being drawn anew. */
const INK = 'var(--ink)';
const INK_SOFT = 'var(--ink-soft)';
const RULE = 'var(--rule)';
const RULE_STRONG = 'var(--rule-strong)';
const FIGURE = 'var(--figure)';

/** Draws a chart so wide, by the charting library; its bars carry their index as `data-bar`. */
export function draw(drawing: Drawing, widthPx: number): SVGElement | HTMLElement {
  const drawn = plot({ width: widthPx, ...optionsOf(drawing, widthPx) });
  // The page's style sheet says what the library's would.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  for (const link of drawn.querySelectorAll('a')) {
    link.dataset.bar = link.getAttributeNS('http://www.w3.org/1999/xlink', 'href') ?? '';
    link.removeAttributeNS('http://www.w3.org/1999/xlink', 'href');
  }
  return drawn;
}

function optionsOf(drawing: Drawing, widthPx: number): PlotOptions {
  switch (drawing.type) {
    case 'years':
      return yearsOptions(drawing, widthPx);
    case 'ports':
      return portsOptions(drawing);
    case 'week':
      return weekOptions(drawing);
    case 'ranges':
      return rangesOptions(drawing, widthPx);
  }
}

const index = (_: unknown, at: number): string => String(at);

function yearsOptions({ bars, say }: YearsDrawing, widthPx: number): PlotOptions {
  const years = bars.map(({ year }) => year);
  const first = Math.min(...years);
  const all = Array.from({ length: Math.max(...years) - first + 1 }, (_, at) => first + at);
  return {
    height: 170,
    marginTop: 10,
    marginRight: 2,
    marginBottom: 22,
    marginLeft: 40,
    x: { type: 'band', domain: all, padding: 0.15, label: null },
    y: { label: null },
    color: { type: 'identity' },
    marks: [
      gridY({ ticks: 4, stroke: RULE, strokeOpacity: 1 }),
      barY(bars, {
        x: 'year',
        y: 'count',
        fill: ({ kind }) => `var(--kind-${kind})`,
        title: 'words',
        href: index,
      }),
      linesOfKinds,
      barY(bars, {
        x: 'year',
        y: 'count',
        fill: ({ kind }) => (isPatterned(kind) ? `url(#${patternId(kind)})` : 'none'),
        pointerEvents: 'none',
      }),
      ruleY([0], { stroke: RULE_STRONG }),
      axisY({ ticks: 4, tickSize: 0, tickFormat: say, label: null, fill: INK_SOFT }),
      yearAxis(yearTicks(all, widthPx)),
    ],
  };
}

function isPatterned(kind: Kind): kind is PatternedKind {
  return (PATTERNED as readonly Kind[]).includes(kind);
}

/** The same in every chart of a page, and so is what it names. */
function patternId(kind: PatternedKind): string {
  return `bars-${kind}`;
}

const SVG = 'http://www.w3.org/2000/svg';

/** What bars are filled with over their colour, so that kinds are told apart in grey too. */
const linesOfKinds: Markish = () => {
  const lines = document.createElementNS(SVG, 'defs');
  for (const kind of PATTERNED) {
    const pattern = document.createElementNS(SVG, 'pattern');
    pattern.id = patternId(kind);
    pattern.setAttribute('width', String(PATTERN_PX));
    pattern.setAttribute('height', String(PATTERN_PX));
    pattern.setAttribute('patternUnits', 'userSpaceOnUse');
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', PATTERN_LINES[kind]);
    path.setAttribute('stroke', 'var(--paper)');
    path.setAttribute('stroke-width', String(PATTERN_LINE.widthPx));
    path.setAttribute('stroke-opacity', String(PATTERN_LINE.opacity));
    pattern.append(path);
    lines.append(pattern);
  }
  return lines;
};

function yearAxis(ticks: readonly number[]): Markish {
  return axisX({ ticks: [...ticks], tickFormat: String, tickSize: 0, label: null, fill: INK_SOFT });
}

const PORT_PX = 24;

function portsOptions({ bars }: PortsDrawing): PlotOptions {
  const ports = [...new Set(bars.map(({ port }) => port))];
  return {
    height: ports.length * PORT_PX + 4,
    marginTop: 0,
    marginRight: 2,
    marginBottom: 4,
    marginLeft: 112,
    x: { label: null, axis: null },
    y: { type: 'band', domain: ports, padding: 0.3, label: null },
    opacity: { type: 'identity' },
    marks: [
      barX(bars, {
        y: 'port',
        x: 'grams',
        fill: 'var(--kind-seizure)',
        fillOpacity: ({ recency }) => opacityOf(recency),
        insetRight: 1,
        title: 'words',
        href: index,
      }),
      ruleX([0], { stroke: RULE_STRONG }),
      axisY({ tickSize: 0, label: null, fill: INK, lineWidth: 8.5, textOverflow: 'ellipsis' }),
    ],
  };
}

const HOUR_TICKS = [0, 6, 12, 18];

function weekOptions({ days, cells }: WeekDrawing): PlotOptions {
  return {
    height: 150,
    marginTop: 0,
    marginRight: 0,
    marginBottom: 22,
    marginLeft: 36,
    x: { type: 'band', label: null, padding: 0 },
    y: { type: 'band', label: null, padding: 0 },
    opacity: { type: 'identity' },
    marks: [
      cell(cells, { x: 'hour', y: 'day', inset: 0.5, fill: 'var(--paper-sunken)' }),
      cell(cells, {
        x: 'hour',
        y: 'day',
        inset: 0.5,
        fill: INK,
        fillOpacity: 'share',
        title: 'words',
      }),
      axisX({ ticks: HOUR_TICKS, tickSize: 0, label: null, fill: INK_SOFT }),
      axisY({
        tickSize: 0,
        tickFormat: (day: number) => days[day] ?? '',
        label: null,
        fill: INK_SOFT,
      }),
    ],
  };
}

const RANGE_PX = 7;

function rangesOptions({ years }: RangesDrawing, widthPx: number): PlotOptions {
  const dots = years.flatMap(({ year, dots: all }) => all.map((of) => ({ ...of, year })));
  const ticks = rangeTicks(Math.max(...years.map(({ high }) => high)));
  const all = years.map(({ year }) => year);
  return {
    height: 150,
    marginTop: 22,
    marginRight: 4,
    marginBottom: 22,
    marginLeft: 30,
    x: { type: 'point', domain: all, padding: 0.5, label: null },
    y: { domain: [0, ticks.at(-1) ?? 1], label: null },
    color: { type: 'identity' },
    marks: [
      gridY(ticks, { stroke: RULE, strokeOpacity: 1 }),
      ruleY([0], { stroke: RULE_STRONG }),
      ruleX(years, {
        x: 'year',
        y1: 'low',
        y2: 'high',
        stroke: FIGURE,
        strokeOpacity: 0.3,
        strokeWidth: RANGE_PX,
        strokeLinecap: 'round',
      }),
      dot(dots, {
        x: 'year',
        y: 'value',
        r: RANGE_PX / 2,
        fill: ({ isHollow }) => (isHollow ? 'var(--paper)' : FIGURE),
        stroke: ({ isHollow }) => (isHollow ? FIGURE : 'var(--paper)'),
      }),
      text(years, { x: 'year', y: 'high', text: 'words', dy: -10, fill: INK, fontWeight: 700 }),
      axisY({ ticks: [...ticks], tickSize: 0, label: null, fill: INK_SOFT }),
      yearAxis(yearTicks(all, widthPx)),
    ],
  };
}
