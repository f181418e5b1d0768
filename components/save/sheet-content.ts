import type { PortsDrawing, YearsDrawing } from '@/components/charts/drawing';
import type { Kind } from '@/lib/domain/vocabulary';
import type { LegendSign } from './legend-marks';

/** What the page draws beside a table. */
export type TableChart = YearsDrawing | PortsDrawing;

/** Rows of words and numbers, with a bar for each under its name where `bar` says how long. */
export interface TablePicture {
  type: 'table';
  /** Stands above the rows. */
  chart?: TableChart;
  columns: readonly string[];
  rows: readonly {
    name: string;
    cells: readonly string[];
    /** Of the longest, 0 to 1. */
    bar?: number;
    isTotal?: boolean;
  }[];
}

/** Weekday by hour: the darker, the more. */
export interface WeekPicture {
  type: 'week';
  days: readonly { name: string; counts: readonly number[] }[];
}

/** Stacked bars over time, laid out for a plot of its own size. */
export interface BarsPicture {
  type: 'bars';
  width: number;
  height: number;
  paths: Readonly<Record<Kind, string>>;
  /** Outlines of the period that is compared. */
  ghosts: string | null;
  /** One line of the scale, in CSS pixels above the ground. */
  mark: { words: string; above: number } | null;
  ticks: readonly { x: number; words: string; isStrong: boolean }[];
  /** Between them lie the chosen days; null where none are. */
  window: { left: number; right: number } | null;
}

/** Ranges by year with a dot for each statement. */
export interface RangesPicture {
  type: 'ranges';
  years: readonly {
    name: string;
    low: number;
    high: number;
    words: string;
    dots: readonly { value: number; isHollow: boolean }[];
  }[];
}

/** What was drawn elsewhere, as the map. */
export interface ImagePicture {
  type: 'image';
  image: HTMLCanvasElement;
  /** CSS pixels. */
  width: number;
  height: number;
  /** How long so many metres or kilometres are on it; null where it has no scale. */
  scale: { words: string; width: number } | null;
}

export type Picture = TablePicture | WeekPicture | BarsPicture | RangesPicture | ImagePicture;

/** Everything that is told on a sheet that leaves the page. */
export interface SheetContent<Shown extends Picture = Picture> {
  title: string;
  /** Filter, period and state, each a line. */
  facts: readonly string[];
  picture: Shown;
  legend: readonly { sign: LegendSign; words: string }[];
  notes: readonly string[];
  /** Whose ground, boundaries and records these are, and where they were found. */
  credits: readonly string[];
  /** Patterned across the sheet; null where nothing on it is simulated. */
  simulatedWord: string | null;
}
