import type { Kind } from '@/lib/domain/vocabulary';

/** One part of a bar. */
export interface YearBar {
  year: number;
  kind: Kind;
  count: number;
  /** What a pointer is told. */
  words: string;
}

/** Records by year, one colour for each kind. */
export interface YearsDrawing {
  type: 'years';
  bars: readonly YearBar[];
  /** Says a number of the scale. */
  say: (count: number) => string;
}

export interface PortBar {
  port: string;
  /** From 0 for the oldest year to 1 for the latest. */
  recency: number;
  grams: number;
  words: string;
}

/** What was seized at ports, the years side by side. */
export interface PortsDrawing {
  type: 'ports';
  bars: readonly PortBar[];
}

/** Weekday by hour. */
export interface WeekDrawing {
  type: 'week';
  days: readonly string[];
  /** In order of days, then hours. */
  cells: readonly { day: number; hour: number; share: number; words: string }[];
}

/** What publishers say of each year: a range over all, and a dot for each statement. */
export interface RangesDrawing {
  type: 'ranges';
  years: readonly {
    year: number;
    low: number;
    high: number;
    words: string;
    dots: readonly { value: number; isHollow: boolean }[];
  }[];
}

/** A chart as data. */
export type Drawing = YearsDrawing | PortsDrawing | WeekDrawing | RangesDrawing;
