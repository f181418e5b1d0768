import { describe, expect, it } from 'vitest';
import { boundsOfCamera } from '@/lib/domain/fit-camera';
import { boundsAt, daysOnDay, ROLLING_PERIODS } from '@/lib/domain/rolling-period';
import {
  cameraOfPreset,
  OPENING_CAMERAS,
  openingCamera,
  PLACE_PRESETS,
  periodOfYear,
  rollingOfPeriod,
  yearOfPeriod,
} from '@/lib/url/presets';

const BRUSSELS = [4.352, 50.847] as const;
const ANTWERP = [4.4, 51.22] as const;

/** Pixels from the viewport's centre, in Web Mercator with 512-pixel tiles. */
function offsetPx(
  point: readonly [number, number],
  camera: { center: [number, number]; zoom: number },
) {
  const worldPx = 512 * 2 ** camera.zoom;
  const y = (lat: number) =>
    Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  return {
    x: ((point[0] - camera.center[0]) / 360) * worldPx,
    y: (y(camera.center[1]) - y(point[1])) * worldPx,
  };
}

describe('the opening view of the demo', () => {
  const sides = { phone: [390, 295], lowPhone: [360, 220], laptop: [930, 515] } as const;

  it('is at zoom 8.5 where Brussels and Antwerp are in frame at that', () => {
    const camera = OPENING_CAMERAS.demo;
    expect(camera.zoom).toBe(8.5);
    const [width, height] = sides.laptop;
    expect(openingCamera(camera, { width, height })).toEqual(camera);
  });

  it.each(Object.values(sides))('has both in frame on a map of %i by %i', (width, height) => {
    const camera = openingCamera(OPENING_CAMERAS.demo, { width, height });
    for (const town of [BRUSSELS, ANTWERP]) {
      const { x, y } = offsetPx(town, camera);
      expect(Math.abs(x)).toBeLessThan(width / 2 - 40);
      expect(Math.abs(y)).toBeLessThan(height / 2 - 30);
    }
  });

  it('is no view of an address, which stays what it says on any screen', () => {
    const camera = { ...OPENING_CAMERAS.demo, zoom: 8.49 };
    expect(openingCamera(camera, { width: 360, height: 220 })).toBe(camera);
    expect(openingCamera(OPENING_CAMERAS.demo, { width: 0, height: 0 }).zoom).toBe(8.5);
  });
});

describe('the opening view of real use', () => {
  it('has the ports of Europe’s south and north in frame on a map of 1080 by 690', () => {
    const ports = [
      [-5.43, 36.13],
      [23.6, 37.94],
      [-9.13, 38.71],
      [24.77, 59.44],
    ] as const;
    for (const port of ports) {
      const { x, y } = offsetPx(port, OPENING_CAMERAS.real);
      expect(Math.abs(x)).toBeLessThan(1080 / 2);
      expect(Math.abs(y)).toBeLessThan(690 / 2);
    }
  });
});

describe('the place presets', () => {
  it.each(PLACE_PRESETS)('%s fits in a phone and on a desk, no closer than zoom 10.5', (preset) => {
    const phone = cameraOfPreset(preset, 390, 480);
    const desk = cameraOfPreset(preset, 1088, 820);
    expect(phone.zoom).toBeLessThanOrEqual(desk.zoom);
    expect(desk.zoom).toBeLessThanOrEqual(10.5);
  });

  it('has Brussels and Antwerp in the views named for them', () => {
    const brussels = offsetPx(BRUSSELS, cameraOfPreset('brussels', 390, 480));
    const antwerp = offsetPx(ANTWERP, cameraOfPreset('antwerp', 390, 480));
    for (const { x, y } of [brussels, antwerp]) {
      expect(Math.abs(x)).toBeLessThan(195);
      expect(Math.abs(y)).toBeLessThan(240);
    }
  });
});

describe('the bounds of a camera', () => {
  it('are those of the box that the camera was fitted to', () => {
    const [west, south, east, north] = boundsOfCamera(
      cameraOfPreset('belgium', 900, 900),
      900,
      900,
    );
    expect(west).toBeCloseTo(2.4, 6);
    expect(east).toBeCloseTo(6.5, 6);
    expect(south).toBeLessThan(49.45);
    expect(north).toBeGreaterThan(51.6);
  });
});

describe('the days of a period', () => {
  const nowMs = Date.parse('2026-03-01T23:30:00Z');
  const today = '2026-03-02';

  it.each(ROLLING_PERIODS)('%s are known again, up to today or open', (period) => {
    const days = boundsAt(period, nowMs);
    expect(rollingOfPeriod(days, nowMs, null)).toBe(period);
    expect(rollingOfPeriod({ ...days, to: null }, nowMs, period)).toBe(period);
  });

  it("have no name where they are a reader's own, or those of yesterday", () => {
    expect(rollingOfPeriod({ from: '2024-05-01', to: '2024-06-01' }, nowMs, null)).toBeNull();
    expect(rollingOfPeriod({ from: null, to: today }, nowMs, '7d')).toBeNull();
    expect(rollingOfPeriod(daysOnDay('7d', '2026-03-01'), nowMs, '7d')).toBeNull();
  });

  it.each([
    ['2d', '2026-01-02'],
    ['7d', '2026-01-07'],
    ['30d', '2026-01-30'],
  ] as const)(
    'are of %s and of this year alike on %s, and keep the name that was chosen',
    (period, day) => {
      const atMs = Date.parse(`${day}T12:00:00Z`);
      const days = daysOnDay('year', day);
      expect(daysOnDay(period, day)).toEqual(days);
      expect(rollingOfPeriod(days, atMs, 'year')).toBe('year');
      expect(rollingOfPeriod(days, atMs, period)).toBe(period);
      const other = period === '7d' ? '30d' : '7d';
      expect(rollingOfPeriod(days, atMs, other)).toBe(period);
    },
  );
});

describe('a year as a period', () => {
  it('is the whole of it, and is known again', () => {
    expect(periodOfYear(2024)).toEqual({ from: '2024-01-01', to: '2024-12-31' });
    expect(yearOfPeriod(periodOfYear(2024))).toBe(2024);
    expect(yearOfPeriod({ from: '2024-01-01', to: null })).toBeNull();
    expect(yearOfPeriod({ from: '2024-01-02', to: '2024-12-31' })).toBeNull();
    expect(yearOfPeriod({ from: '2024-01-01', to: '2025-12-31' })).toBeNull();
  });
});
