import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutSheet, type SheetLayout } from '@/components/save/layout-sheet';
import { legendMarks, SIGN_PX } from '@/components/save/legend-marks';
import type { SheetContent, TableChart } from '@/components/save/sheet-content';
import { LINE_HEIGHT, type Measure, type TextMark } from '@/components/save/sheet-marks';
import { wrapText } from '@/components/save/wrap-text';
import { PALETTES } from '@/lib/map/palette';
import { expectEqual } from '../../support/expect-equal';

/** Every sign is as wide as half its height: what counts is that the layout asks. */
const measure: Measure = (text, sizePx) => [...text].length * sizePx * 0.5;
const pen = { measure, palette: PALETTES.light };

const words = fc
  .array(fc.oneof(fc.string({ maxLength: 12 }), fc.string({ minLength: 80, maxLength: 400 })), {
    maxLength: 12,
  })
  .map((all) => all.join(' '));
const some = fc.array(words, { maxLength: 4 });
const years = fc.record({
  type: fc.constant('years' as const),
  say: fc.constant(String),
  bars: fc.array(
    fc.record({
      year: fc.integer({ min: 1990, max: 2030 }),
      kind: fc.constantFrom('shooting' as const, 'seizure' as const),
      count: fc.nat({ max: 5_000 }),
      words,
    }),
    { minLength: 1, maxLength: 9 },
  ),
});
const ports = fc.record({
  type: fc.constant('ports' as const),
  bars: fc.array(
    fc.record({
      port: words.filter((name) => name.trim() !== ''),
      recency: fc.double({ min: 0, max: 1, noNaN: true }),
      grams: fc.nat(),
      words,
    }),
    { minLength: 1, maxLength: 9 },
  ),
});
const table = fc.integer({ min: 1, max: 6 }).chain((numbers) =>
  fc.record({
    type: fc.constant('table' as const),
    chart: fc.oneof(years, ports),
    columns: fc.array(words, { minLength: numbers + 1, maxLength: numbers + 1 }),
    rows: fc.array(
      fc.record({
        name: words,
        cells: fc.array(words, { minLength: numbers, maxLength: numbers }),
        bar: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 6 },
    ),
  }),
);
const ranges = fc.record({
  type: fc.constant('ranges' as const),
  years: fc.array(
    fc
      .record({
        name: words,
        words,
        low: fc.integer({ min: 0, max: 500 }),
        more: fc.integer({ min: 0, max: 90 }),
      })
      .map(({ low, more, ...said }) => ({
        ...said,
        low,
        high: low + more,
        dots: [{ value: low, isHollow: false }],
      })),
    { minLength: 1, maxLength: 12 },
  ),
});
const bars = fc.record({
  type: fc.constant('bars' as const),
  width: fc.constant(880),
  height: fc.constant(180),
  paths: fc.constant({ shooting: 'M0 10h5v9h-5Z', seizure: '', incident: '' }),
  ghosts: fc.constant(null),
  mark: fc.constant({ words: '100', above: 40 }),
  ticks: fc.array(
    fc.record({ x: fc.double({ min: 0, max: 880, noNaN: true }), words, isStrong: fc.boolean() }),
  ),
  window: fc.constantFrom(null, { left: -30, right: 40 }),
});
const image = fc.record({
  type: fc.constant('image' as const),
  image: fc.constant({} as HTMLCanvasElement),
  width: fc.integer({ min: 200, max: 3000 }),
  height: fc.integer({ min: 200, max: 2000 }),
  scale: fc.constantFrom(null, { words: '10 km', width: 90 }),
});
const content: fc.Arbitrary<SheetContent> = fc.record({
  title: words,
  facts: some,
  picture: fc.oneof(table, ranges, bars, image),
  legend: fc.array(fc.record({ sign: fc.constantFrom('cluster', 'heat', 'grid'), words }), {
    maxLength: 7,
  }),
  notes: some,
  credits: some,
  simulatedWord: fc.constant(null),
}) as fc.Arbitrary<SheetContent>;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function boxOf({ text, x, y, sizePx, weight, align }: TextMark): Box {
  const width = measure(text, sizePx, weight);
  const left = x - { start: 0, middle: width / 2, end: width }[align];
  return { left, right: left + width, top: y, bottom: y + sizePx * LINE_HEIGHT };
}

function textBoxes({ marks }: SheetLayout): Box[] {
  return marks.filter((mark) => mark.type === 'text').map(boxOf);
}

function overlap(a: Box, b: Box): boolean {
  const edge = 0.01;
  return (
    a.left < b.right - edge &&
    b.left < a.right - edge &&
    a.top < b.bottom - edge &&
    b.top < a.bottom - edge
  );
}

describe('a sheet that is saved as a picture', () => {
  it('has all its words inside, whatever their length', () => {
    fc.assert(
      fc.property(content, (each) => {
        const layout = layoutSheet(each, pen);
        const outside = textBoxes(layout).filter(
          ({ left, right, top, bottom }) =>
            left < 0 || right > layout.width || top < 0 || bottom > layout.height,
        );
        expectEqual(outside, []);
      }),
    );
  });

  it('lets no words run over others or over the picture', () => {
    fc.assert(
      fc.property(content, (each) => {
        const layout = layoutSheet(each, pen);
        const pictures = layout.marks
          .filter((mark) => mark.type === 'image')
          .map(({ x, y, width, height }) => ({
            left: x,
            right: x + width,
            top: y,
            bottom: y + height,
          }));
        const boxes = [...textBoxes(layout), ...pictures].sort((a, b) => a.top - b.top);
        for (const [index, box] of boxes.entries()) {
          for (let next = index + 1; next < boxes.length; next++) {
            const other = boxes[next];
            if (!other || other.top >= box.bottom) break;
            expectEqual(overlap(box, other), false);
          }
        }
      }),
    );
  });

  it('keeps every word of its title, facts, legend, notes and credits', () => {
    fc.assert(
      fc.property(content, (each) => {
        const drawn = layoutSheet(each, pen)
          .marks.filter((mark) => mark.type === 'text')
          .map(({ text }) => text)
          .join('')
          .replaceAll(/\s/g, '');
        const told = [each.title, ...each.facts, ...each.notes, ...each.credits];
        for (const text of told) expect(drawn).toContain(text.replaceAll(/\s/g, ''));
      }),
    );
  });

  it('is as wide as the map that it holds, and never so narrow that words stand one below another', () => {
    const sheetOf = (width: number) =>
      layoutSheet(
        {
          title: 'A map',
          facts: [],
          picture: {
            type: 'image',
            image: {} as HTMLCanvasElement,
            width,
            height: 100,
            scale: null,
          },
          legend: [],
          notes: [],
          credits: [],
          simulatedWord: null,
        },
        pen,
      ).width;
    expect(sheetOf(1000) - sheetOf(900)).toBe(100);
    expect(sheetOf(200)).toBe(sheetOf(320));
  });
});

describe('a table that has a chart', () => {
  const sheetOf = (chart: TableChart) =>
    layoutSheet(
      {
        title: 'Sums',
        facts: [],
        picture: { type: 'table', chart, columns: ['Year', 'All'], rows: [] },
        legend: [],
        notes: [],
        credits: [],
        simulatedWord: null,
      },
      pen,
    ).marks.flatMap((mark) => (mark.type === 'path' ? [mark] : []));
  const sizeOf = (d: string) => {
    const [, width, height] = /^M0 0H([\d.]+)V([\d.]+)H0Z$/.exec(d) ?? [];
    return { width: Number(width), height: Number(height) };
  };

  it('is saved with it: bars as long as what they count', () => {
    const bar = { kind: 'shooting' as const, words: '' };
    const bars = [
      { ...bar, year: 2024, count: 10 },
      { ...bar, year: 2026, count: 40 },
    ];
    const red = PALETTES.light.kind.shooting;
    const [low, high] = sheetOf({ type: 'years', say: String, bars })
      .filter(({ fill }) => fill === red)
      .map(({ x, y, d }) => ({ x, y, ...sizeOf(d) }));
    expect(high?.height).toBeCloseTo(4 * (low?.height ?? 0));
    expect((high?.y ?? 0) + (high?.height ?? 0)).toBeCloseTo((low?.y ?? 0) + (low?.height ?? 0));
    // The year between has no bar, and its place.
    expect((high?.x ?? 0) - (low?.x ?? 0)).toBeGreaterThan(2 * (low?.width ?? 0));
  });

  it('tells kinds apart in grey by the lines that the page has, and years by how strong they are', () => {
    const kinds = ['shooting', 'seizure', 'incident'] as const;
    const bars = kinds.map((kind) => ({ year: 2026, kind, count: 5, words: '' }));
    const lines = sheetOf({ type: 'years', say: String, bars }).map(({ pattern }) => pattern);
    expect(lines.filter(Boolean)).toEqual(['seizure', 'incident']);
    const seized = [0, 1].map((recency) => ({ port: 'Example', recency, grams: 7, words: '' }));
    const strengths = sheetOf({ type: 'ports', bars: seized })
      .filter(({ fill }) => fill === PALETTES.light.kind.seizure)
      .map(({ opacity }) => opacity ?? 1);
    expect(strengths).toHaveLength(2);
    expect((strengths[1] ?? 0) - (strengths[0] ?? 0)).toBeGreaterThan(0.5);
  });
});

describe('the lines of a text', () => {
  it('are no wider than asked, but for a single sign', () => {
    const each = (text: string) => measure(text, 10, 400);
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 300 }), (text, width) => {
        for (const line of wrapText(text, width, each)) {
          expectEqual(each(line) <= width || [...line].length === 1, true);
        }
      }),
    );
  });
});

describe('the signs of a saved legend', () => {
  it('are in the colours of the theme', () => {
    const fills = legendMarks('seizure', PALETTES.dark).map((mark) => 'fill' in mark && mark.fill);
    expect(fills).toEqual([PALETTES.dark.kind.seizure]);
    expect(legendMarks({ tone: 5 }, PALETTES.light)).toMatchObject([
      { fill: PALETTES.light.shade[4] },
    ]);
    expect(SIGN_PX).toBeGreaterThanOrEqual(24);
  });
});
