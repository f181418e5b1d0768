import type { PatternedKind } from '@/components/charts/kind-patterns';
import type { Palette } from '@/lib/map/palette';

/** A colour by its role; the page's palette has it in both themes. */
export type Colour = string;

/** One line of text; `y` is its top, `x` its start, middle or end. */
export interface TextMark {
  type: 'text';
  text: string;
  x: number;
  y: number;
  sizePx: number;
  weight: 400 | 600 | 700;
  align: 'start' | 'middle' | 'end';
  colour: Colour;
}

/** A filled or outlined shape, as SVG path data in CSS pixels from `x`, `y`. */
interface PathMark {
  type: 'path';
  d: string;
  x: number;
  y: number;
  fill?: Colour;
  /** Lines in the colour of `fill` instead of all of the shape. */
  pattern?: PatternedKind;
  stroke?: Colour;
  strokePx?: number;
  dash?: readonly number[];
  opacity?: number;
}

/** Where the picture that was handed over stands. */
export interface ImageMark {
  type: 'image';
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a sheet consists of, in CSS pixels from its top left corner. */
export type Mark = TextMark | PathMark | ImageMark;

/** How wide a line is drawn, in CSS pixels. */
export type Measure = (text: string, sizePx: number, weight: TextMark['weight']) => number;

/** What every layout needs: how wide words are, and the theme's colours. */
export interface Pen {
  measure: Measure;
  palette: Palette;
}

/** Marks and how much height they take. */
export interface Block {
  marks: Mark[];
  height: number;
}

/** Of the size of type, so that no line touches the next. */
export const LINE_HEIGHT = 1.35;

/** The same marks, so much further right and down. */
export function moved(marks: readonly Mark[], dx: number, dy: number): Mark[] {
  return marks.map((mark) => ({ ...mark, x: mark.x + dx, y: mark.y + dy }));
}

/** A rectangle as path data. */
export function rectPath(width: number, height: number): string {
  return `M0 0H${width}V${height}H0Z`;
}
