import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cameraOfRecords } from '@/components/wall/camera-of-records';
import { type Camera, FIRST_ZOOM } from '@/lib/domain/filter';
import { boundsOfCamera } from '@/lib/domain/fit-camera';
import type { PublicIncident } from '@/lib/domain/incident';
import { LOCALES } from '@/lib/domain/vocabulary';
import { gatherAreas } from '@/lib/map/gather-areas';
import { mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';
import { REGIONS } from '@/lib/regions/gazetteer';
import { replayHead, replayRecords, replayScene } from '@/lib/wall/replay';
import { languageAt } from '@/lib/wall/scene-language';
import { sceneAt } from '@/lib/wall/schedule';
import { cameraBeside, freePartOf, mapScaleOf, wallCamera } from '@/lib/wall/wall-camera';
import { arrivalOf, playlistOf, scene } from '../../support/wall-scenes';

const START_MS = Date.UTC(2026, 10, 26, 12);
const DAY_MS = 86_400_000;
const REGIONS_BY_CODE = new Map(REGIONS.map((region) => [region.code, region]));

function shareDown(lat: number, south: number, north: number): number {
  return (mercatorY(lat) - mercatorY(north)) / (mercatorY(south) - mercatorY(north));
}

/** How far right on a map a longitude is, of its width; the map goes on around the world. */
function shareAcross(lng: number, { center, zoom }: Camera, widthPx: number): number {
  const away = (mercatorX(lng) - mercatorX(center[0])) / WORLD_SIZE;
  return 0.5 + ((away - Math.round(away)) * 512 * 2 ** zoom) / widthPx;
}

describe('the language of a scene', () => {
  it('is the wall’s own, or alternates so that every scene is shown in every language in turn', () => {
    for (const count of [1, 2, 3, 4, 6]) {
      const scenes = Array.from({ length: count }, (_, index) => scene(`s${index}`));
      const playlist = playlistOf(scenes, { language: 'alternating' });
      const spoken = new Map<string, Set<string>>();
      let before: string | null = null;
      for (let atMs = START_MS; atMs < START_MS + count * 60_000; atMs += 10_000) {
        const time = sceneAt(playlist, atMs);
        if (!time) throw new Error('no scene');
        const language = languageAt(playlist, time);
        if (count % 3 !== 0) expect(language).not.toBe(before);
        before = language;
        spoken.set(time.scene.id, (spoken.get(time.scene.id) ?? new Set()).add(language));
      }
      for (const languages of spoken.values()) expect(languages.size).toBe(LOCALES.length);
    }
    const french = playlistOf([scene('a')], { language: 'fr' });
    expect(languageAt(french, { scene: scene('a'), startedAtMs: 0 })).toBe('fr');
  });
});

describe('the camera of a wall', () => {
  const size = fc.record({
    width: fc.integer({ min: 200, max: 1_600 }),
    height: fc.integer({ min: 200, max: 1_600 }),
  });

  it('shows at least what a desk shows of the same view', () => {
    fc.assert(
      fc.property(size, fc.double({ min: 5, max: 15, noNaN: true }), ({ width, height }, zoom) => {
        const camera = { center: [4.38, 50.9] as [number, number], zoom };
        const desk = boundsOfCamera(camera, 1_040, 680);
        const wall = boundsOfCamera(wallCamera(camera, { width, height }), width, height);
        for (const [index, sign] of [1, 1, -1, -1].entries()) {
          expect(sign * ((wall[index] ?? 0) - (desk[index] ?? 0))).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('draws as large on every screen for its size: twice the lines, twice as large', () => {
    expect(mapScaleOf({ width: 1_920, height: 1_080 })).toBe(2.5);
    expect(mapScaleOf({ width: 3_840, height: 2_160 })).toBe(5);
    expect(mapScaleOf({ width: 1_080, height: 1_920 })).toBe(2.5);
  });

  it('has a point beside the card, and not under it', () => {
    const point = [4.35, 50.85] as const;
    const [west, south, east, north] = boundsOfCamera(cameraBeside(point, 11, 200, -100), 800, 600);
    expect((point[0] - west) / (east - west)).toBeCloseTo(600 / 800, 2);
    expect((north - point[1]) / (north - south)).toBeCloseTo(200 / 600, 2);
  });
});

describe('the camera of a summary', () => {
  const place = fc.oneof(
    fc.record({
      point: fc.tuple(
        fc.double({ min: -9, max: 24, noNaN: true }),
        fc.double({ min: 37, max: 58, noNaN: true }),
      ),
    }),
    fc.constantFrom(
      { point: null, province: 'BE-VAN' },
      { point: null, country: 'NL' },
      { point: null, municipality: '21001' },
    ),
  );
  const places = fc.array(place, { minLength: 1, maxLength: 40 });
  const recordsOf = (given: readonly object[]) =>
    given.map((one, index) => ({
      ...arrivalOf(index + 1, { country: null }).record,
      ...one,
    })) as PublicIncident[];

  it('has the points and plates of all records in the part of the map that the card leaves free', () => {
    fc.assert(
      fc.property(places, fc.boolean(), (given, isPortrait) => {
        const size = isPortrait ? { width: 432, height: 700 } : { width: 768, height: 320 };
        const part = freePartOf(size, 0.58, isPortrait);
        const records = recordsOf(given);
        const camera = cameraOfRecords(records, part, 11);
        if (!camera) throw new Error('nothing has a place');
        const [west, south, east, north] = boundsOfCamera(camera, size.width, size.height);
        const { clusters, areas } = replayScene(records);
        const plates = gatherAreas(areas, REGIONS_BY_CODE, Math.floor(camera.zoom));
        const shown = [
          ...clusters.features.map(({ geometry }) => geometry.coordinates),
          ...plates.map(({ code }) => REGIONS_BY_CODE.get(code)?.point ?? []),
        ];
        for (const [lng = 0, lat = 0] of shown) {
          const x = (size.width * (lng - west)) / (east - west);
          const y = size.height * shareDown(lat, south, north);
          expect(x).toBeGreaterThan(size.width - part.width - 1);
          expect(x).toBeLessThan(size.width + 1);
          expect(y).toBeGreaterThan(-1);
          expect(y).toBeLessThan(part.height + 1);
        }
      }),
    );
  });

  it('has the middle of what they span beside the card, as far away as a map is seen, where no camera has all', () => {
    const size = { width: 768, height: 320 };
    const part = freePartOf(size, 0.58, false);
    const camera = cameraOfRecords(recordsOf([{ point: [4, 51] }, { point: [-80, 51] }]), part, 11);
    if (!camera) throw new Error('nothing has a place');
    expect(camera.zoom).toBe(FIRST_ZOOM);
    expect(shareAcross(-38, camera, size.width)).toBeCloseTo(1 - part.width / size.width / 2, 3);
  });

  it('goes the shorter way around the world', () => {
    const size = { width: 768, height: 320 };
    const part = freePartOf(size, 0.58, false);
    const records = recordsOf([{ point: [178, -18] }, { point: [-176, -18] }]);
    const camera = cameraOfRecords(records, part, 11);
    if (!camera) throw new Error('nothing has a place');
    expect(camera.zoom).toBeGreaterThan(4);
    for (const lng of [178, -176]) {
      const share = shareAcross(lng, camera, size.width);
      expect(share).toBeGreaterThan(1 - part.width / size.width);
      expect(share).toBeLessThan(1);
    }
  });

  it('is as near as the camera of one record where all are at one place, and none where none has a place', () => {
    const part = freePartOf({ width: 768, height: 320 }, 0.58, false);
    const spot = recordsOf([{ point: [4.4, 51.2] }, { point: [4.4, 51.2] }]);
    expect(cameraOfRecords(spot, part, 11)?.zoom).toBe(11);
    expect(cameraOfRecords(recordsOf([{ point: null }]), part, 11)).toBeNull();
  });
});

describe('the replay of a day', () => {
  const at = (hoursAgo: number, rest: Partial<PublicIncident> = {}): PublicIncident => {
    const instant = new Date(START_MS - hoursAgo * 3_600_000).toISOString();
    const { record } = arrivalOf(Math.round(hoursAgo * 10) + 1);
    const usual = { status: 'published', point: [4, 51], timePrecision: 'exact' } as const;
    const times = { occurredFrom: instant, occurredTo: instant };
    return { ...record, ...usual, ...times, uncertaintyMetres: 25, ...rest } as PublicIncident;
  };

  it('goes from a day before the scene’s beginning to that beginning, never back, and rests there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 3_600 }), (seconds) => {
        const endsAtMs = START_MS + seconds * 1_000;
        const heads = Array.from({ length: 21 }, (_, step) =>
          replayHead(START_MS + (step * seconds * 1_000) / 20, START_MS, endsAtMs),
        );
        expect(heads[0]?.headMs).toBe(START_MS - DAY_MS);
        expect(heads[18]?.headMs).toBe(START_MS);
        for (const [index, { headMs }] of heads.slice(1).entries()) {
          expect(headMs).toBeGreaterThanOrEqual(heads[index]?.headMs ?? 0);
        }
      }),
    );
  });

  it('tells in order what is known to the hour, and counts what is known to the day only', () => {
    const span = { fromMs: START_MS - DAY_MS, toMs: START_MS };
    const records = [
      at(1),
      at(23, { timePrecision: 'night' }),
      at(25),
      at(2, { status: 'retracted' }),
      at(3, { timePrecision: 'day' }),
    ];
    const { timed, withoutHour } = replayRecords(records, span);
    expect(timed.map(({ rid }) => rid)).toEqual([231, 11]);
    expect(withoutHour).toBe(1);
  });

  it('draws each record once: at its point, on its area, or nowhere', () => {
    const records = [
      at(1),
      at(2, { point: null, province: 'BE-VAN' }),
      at(3, { point: null, country: null }),
    ];
    const { clusters, areas, totals } = replayScene(records);
    expect(clusters.features.map(({ properties }) => properties.rid)).toEqual([11]);
    expect(areas).toEqual([expect.objectContaining({ code: 'BE-VAN', count: 1, shooting: 1 })]);
    expect(totals).toMatchObject({ count: 3, symbols: 1, inAreas: 1, unlocated: 1 });
  });
});
