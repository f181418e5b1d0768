import type { Camera } from '@/lib/domain/filter';
import { fitCamera, type LngLatBox } from '@/lib/domain/fit-camera';
import { brusselsDay, startOfBrusselsDayMs } from '@/lib/domain/time';
import type { ViewDefaults } from './view-state';

/** Places that a reader goes to with one button, as boxes `[west, south, east, north]` in degrees. */
export const PLACE_PRESETS = ['europe', 'belgium', 'brussels', 'antwerp'] as const;
export type PlacePreset = (typeof PLACE_PRESETS)[number];

const BOXES: Record<PlacePreset, LngLatBox> = {
  europe: [-11, 35.2, 24, 60.2],
  belgium: [2.4, 49.45, 6.5, 51.6],
  brussels: [4.24, 50.76, 4.49, 50.92],
  antwerp: [4.22, 51.13, 4.52, 51.34],
};
const WIDEST_ZOOM = 2;
/** Provinces' outlines are too coarse beyond this; opening views and presets stay at it or farther out. */
const CLOSEST_ZOOM = 10.5;

/** Where an installation opens: the demo on Brussels and Antwerp, real use on Europe's ports. */
export const OPENING_CAMERAS: Record<'demo' | 'real', Camera> = {
  demo: { center: [4.38, 51.06], zoom: 8.5 },
  real: { center: [4.5, 49.6], zoom: 3.9 },
};

/** What an installation shows where an address says nothing. */
export function viewDefaultsOf(mode: 'demo' | 'real'): ViewDefaults {
  return {
    camera: OPENING_CAMERAS[mode],
    scope: mode === 'demo' ? 'simulated' : 'real',
    scopes: mode === 'demo' ? ['real', 'simulated'] : ['real'],
  };
}

/** The camera that shows a preset's whole box in a viewport of CSS pixels. */
export function cameraOfPreset(preset: PlacePreset, width: number, height: number): Camera {
  return fitCamera(
    BOXES[preset],
    { width, height },
    { closest: CLOSEST_ZOOM, widest: WIDEST_ZOOM },
  );
}

export const PERIOD_PRESETS = ['yesterday', 'week', 'month', 'year', 'all'] as const;
export type PeriodPreset = (typeof PERIOD_PRESETS)[number];
/** A filter's days: both count, and null is an open end. */
export interface Period {
  from: string | null;
  to: string | null;
}

const DAYS_BACK: Partial<Record<PeriodPreset, number>> = { yesterday: 1, week: 6, month: 29 };
const HOUR_MS = 3_600_000;

/** The Brussels days of a preset at an instant: open towards the future, so that what is reported next still counts. */
export function periodOfPreset(preset: PeriodPreset, nowMs: number): Period {
  const today = brusselsDay(nowMs);
  if (preset === 'all') return { from: null, to: null };
  if (preset === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: null };
  const noonMs = startOfBrusselsDayMs(today) + 12 * HOUR_MS;
  return { from: brusselsDay(noonMs - (DAYS_BACK[preset] ?? 0) * 24 * HOUR_MS), to: null };
}

/** Which preset a period is at an instant, or null for days of the reader's own. */
export function presetOfPeriod(period: Period, nowMs: number): PeriodPreset | null {
  const isSame = (preset: PeriodPreset) => {
    const candidate = periodOfPreset(preset, nowMs);
    return candidate.from === period.from && candidate.to === period.to;
  };
  return PERIOD_PRESETS.find(isSame) ?? null;
}

/** The whole of a Brussels year. */
export function periodOfYear(year: number): Period {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The year that a period is, or null where it is not one whole year. */
export function yearOfPeriod({ from, to }: Period): number | null {
  if (from === null || to === null) return null;
  const year = Number(from.slice(0, 4));
  const whole = periodOfYear(year);
  return whole.from === from && whole.to === to ? year : null;
}
