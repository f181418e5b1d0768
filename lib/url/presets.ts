import type { Camera } from '@/lib/domain/filter';
import { fitCamera, type LngLatBox } from '@/lib/domain/fit-camera';
import { boundsAt, ROLLING_PERIODS, type RollingPeriod } from '@/lib/domain/rolling-period';
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
  real: { center: [6, 48.9], zoom: 3.7 },
};
/** What has to be seen where the demo opens: both cities, whose symbols are as large as a part of them. */
const OPENING_GROUND: LngLatBox = [4.25, 50.77, 4.5, 51.32];

/** The camera as it opens in a viewport of CSS pixels: the demo's stands farther back where that is too low for both cities. */
export function openingCamera(camera: Camera, viewport: { width: number; height: number }): Camera {
  const { center, zoom } = OPENING_CAMERAS.demo;
  const isDemo = camera.zoom === zoom && camera.center.every((at, axis) => at === center[axis]);
  if (!isDemo || viewport.width <= 0 || viewport.height <= 0) return camera;
  const fitted = fitCamera(OPENING_GROUND, viewport, { closest: zoom, widest: WIDEST_ZOOM });
  return fitted.zoom < zoom ? fitted : camera;
}

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

/** A filter's Brussels days or hours: both count, and null is an open end. */
export interface Period {
  from: string | null;
  to: string | null;
}

/**
 * Which rolling period has these bounds at an instant, or null for a reader's own. An open end counts as the period's. On 2, 7
 * and 30 January "this year" has the days of another one: there it is `preferred`, where that is one of the two.
 */
export function rollingOfPeriod(
  { from, to }: Period,
  nowMs: number,
  preferred: RollingPeriod | null,
): RollingPeriod | null {
  if (from === null) return null;
  const equals = ROLLING_PERIODS.filter((period) => {
    const bounds = boundsAt(period, nowMs);
    return bounds.from === from && (to === null || bounds.to === to);
  });
  return equals.find((period) => period === preferred) ?? equals[0] ?? null;
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
