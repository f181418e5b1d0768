import fc from 'fast-check';
import type { Feature, Point } from 'geojson';
import { describe, expect, it } from 'vitest';
import { valueAt } from '@/lib/map/expressions';
import {
  type Box,
  boxesMeet,
  type Disc,
  isWithin,
  meetsDisc,
  placeBoxes,
  type Wish,
} from '@/lib/map/place-boxes';
import { placeScene, symbolsToAvoid } from '@/lib/map/place-scene';
import { isCut, sightOf } from '@/lib/map/seen-map';
import { sharedLabelDiscs } from '@/lib/map/shared-labels';
import { textWidth } from '@/lib/map/text-width';
import { lngOfX, mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

const pixel = fc.integer({ min: 0, max: 1400 });
const disc: fc.Arbitrary<Disc> = fc
  .record({ x: pixel, y: pixel, radius: fc.integer({ min: 10, max: 90 }) })
  .map((circle) => ({ ...circle, isRing: circle.radius >= 48 }));
const wishes: fc.Arbitrary<Wish[]> = fc
  .array(
    fc.record({
      x: pixel,
      y: pixel,
      width: fc.integer({ min: 40, max: 190 }),
      height: fc.integer({ min: 20, max: 36 }),
      clear: fc.constantFrom(0, 0, 12, 40),
    }),
    { maxLength: 30 },
  )
  .map((list) => list.map((wish, index) => ({ ...wish, id: `${index}` })));

describe('what numbers leave free', () => {
  const of = (marks: 'clusters' | 'points', count: number, spreadDegrees: number) => {
    const features = Array.from(
      { length: count },
      (_, index): Feature<Point, never> => ({
        type: 'Feature',
        properties: {} as never,
        geometry: { type: 'Point', coordinates: [4 + (index * spreadDegrees) / count, 51] },
      }),
    );
    return symbolsToAvoid({ marks, clusters: { type: 'FeatureCollection', features } }, 8).features;
  };

  it('is every cluster and every point, and of a crowd of points what it covers', () => {
    expect(of('points', 300, 0)).toHaveLength(300);
    expect(of('clusters', 900, 0)).toHaveLength(900);
    const crowd = of('points', 5_000, 0.5);
    expect(crowd.length).toBeGreaterThan(5);
    expect(crowd.length).toBeLessThan(20);
    const lngs = crowd.map(({ geometry }) => geometry.coordinates[0] ?? 0);
    expect(Math.min(...lngs)).toBeCloseTo(4, 1);
    expect(Math.max(...lngs)).toBeCloseTo(4.5, 1);
  });

  it('is nothing where there is no end of points', () => {
    expect(of('points', 5_000, 60)).toEqual([]);
  });
});

describe('placing what carries a number', () => {
  it('lets no plate cover another, nor a symbol, nor the line of a ring', () => {
    fc.assert(
      fc.property(wishes, fc.array(disc, { maxLength: 40 }), (list, discs) => {
        const boxes: Box[] = [...placeBoxes(list, discs).values()];
        expect(boxes).toHaveLength(list.length);
        boxes.forEach((box, index) => {
          expect(boxes.slice(index + 1).filter((other) => boxesMeet(box, other, 0))).toEqual([]);
          expect(discs.filter((other) => meetsDisc(box, other, 0))).toEqual([]);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is the same for the same input, and leaves a plate on its point where nothing is in the way', () => {
    const wish: Wish = { id: 'a', x: 100, y: 100, width: 80, height: 24, clear: 0 };
    const far: Disc = { x: 400, y: 100, radius: 30, isRing: false };
    expect(placeBoxes([wish], [far]).get('a')).toMatchObject({ x: 100, y: 100 });
    const near: Disc = { ...far, x: 110 };
    const first = placeBoxes([wish], [near]).get('a');
    expect(first).not.toMatchObject({ x: 100, y: 100 });
    expect(placeBoxes([wish], [near]).get('a')).toEqual(first);
  });

  it('keeps every plate whole within what is seen, and off what lies over it, or leaves it out where it may', () => {
    const within = { left: 0, top: 0, right: 1400, bottom: 1400 };
    const few = wishes.map((list) =>
      list.slice(0, 12).map((wish) => ({ ...wish, within, isOptional: true })),
    );
    const covered: Box[] = [{ x: 100, y: 1300, width: 200, height: 200 }];
    fc.assert(
      fc.property(few, (list) => {
        const placed = placeBoxes(list, [], covered);
        const [first] = list;
        const isHidden =
          first && covered.some((cover) => boxesMeet({ ...first, width: 0, height: 0 }, cover));
        if (first && !isHidden) expect(placed.has(first.id)).toBe(true);
        for (const box of placed.values()) {
          expect(isWithin(box, within)).toBe(true);
          expect(covered.some((cover) => boxesMeet(box, cover, 0))).toBe(false);
        }
      }),
    );
  });

  it('moves a plate no farther than it takes, and cuts it rather than cover another where nothing else is left', () => {
    const wish: Wish = { id: 'a', x: 390, y: 100, width: 80, height: 24, clear: 0 };
    const within = { left: 0, top: 0, right: 400, bottom: 300 };
    expect(placeBoxes([{ ...wish, within }], []).get('a')).toMatchObject({ x: 360, y: 100 });
    const narrow = { left: 380, top: 0, right: 400, bottom: 300 };
    expect(placeBoxes([{ ...wish, within: narrow }], []).get('a')).toMatchObject({ x: 390 });
  });

  it('chooses a place from which the point is in plain sight', () => {
    const wish: Wish = { id: 'a', x: 0, y: 0, width: 80, height: 24, clear: 0 };
    const own: Disc = { x: 0, y: 0, radius: 20, isRing: false };
    const right: Disc = { x: 60, y: 0, radius: 20, isRing: false };
    const box = placeBoxes([wish], [own, right]).get('a');
    expect(box?.x).toBeLessThan(0);
  });
});

describe('a scene', () => {
  const at = <Properties>(
    lng: number,
    lat: number,
    properties: Properties,
  ): Feature<Point, Properties> => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [lng, lat] },
  });
  const area = (code: string, count: number, lng: number, lat: number) =>
    at(lng, lat, {
      code,
      count,
      countLabel: `${count}`,
      name: `Area ${code}`,
      otherName: '',
      icon: 'x',
    });
  const figure = (label: string, tonnes: number, lng: number, lat: number) =>
    at(lng, lat, {
      label,
      year: 2022,
      tonnes,
      low: tonnes,
      high: tonnes,
      disputed: false,
      valueLabel: `${tonnes} t`,
    });
  const collect = <F>(features: F[]) => ({ type: 'FeatureCollection' as const, features });
  const scene = {
    clusters: collect([]),
    areas: collect([area('NL', 173, 5.3, 52.1), area('BE', 403, 4.6, 50.7)]),
    figures: collect([figure('Antwerp', 110, 4.27, 51.29), figure('Rotterdam', 46.8, 4.1, 51.95)]),
    zoom: 3.75,
  };

  it('moves a plate off the rings of its ports and ties it to its point by a line', () => {
    const placed = placeScene(scene);
    const [first] = placed.areas.features;
    expect(first?.properties.code).toBe('BE');
    expect(first?.geometry.coordinates).not.toEqual([4.6, 50.7]);
    const lines = placed.leaders.features.filter(({ geometry }) => geometry.type === 'LineString');
    expect(lines.length).toBeGreaterThan(0);
  });

  it('keeps plates off words that somebody put on the map, on each of their lines', () => {
    const point: [number, number] = [4.6, 50.7];
    /** How far the plate stands from its own point, where nothing but the words is in the way. */
    const moved = (labels: { text: string; point: [number, number] }[]) => {
      const { areas } = placeScene({ ...scene, figures: collect([]), labels });
      const plate = areas.features.find(({ properties }) => properties.code === 'BE');
      const [lng = 0, lat = 0] = plate?.geometry.coordinates ?? [];
      return Math.hypot(lng - point[0], lat - point[1]);
    };
    expect(moved([])).toBeLessThan(0.001);
    expect(moved([{ text: 'Here', point }])).toBeGreaterThan(0.1);
    const discs = sharedLabelDiscs(
      [{ text: 'One line and quite a few words more', point }],
      () => ({
        x: 0,
        y: 0,
      }),
    );
    expect(new Set(discs.map(({ y }) => y)).size).toBe(2);
    expect(Math.max(...discs.map(({ x, radius }) => x + radius))).toBeLessThan(120);
  });

  it('shows no plate that the edge of the map would cut, and those whole whose point is seen', () => {
    const seen = {
      center: [4.6, 51.4] as const,
      zoom: 4.25,
      width: 400,
      height: 300,
      isFixed: false,
      covered: [],
    };
    const { frame } = sightOf(seen, 4);
    const scale = (512 * 2 ** 4) / WORLD_SIZE;
    const pixel = fc.record({
      lng: fc.double({ min: -10, max: 20, noNaN: true }),
      lat: fc.double({ min: 45, max: 57, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(pixel, { maxLength: 6 }), (points) => {
        const areas = collect(points.map(({ lng, lat }, index) => area(`${index}`, 9, lng, lat)));
        const placed = placeScene({ ...scene, figures: collect([]), areas, zoom: 4, seen });
        const shown = new Set(placed.areas.features.map(({ properties }) => properties.code));
        points.forEach(({ lng, lat }, index) => {
          const x = mercatorX(lng) * scale;
          const y = mercatorY(lat) * scale;
          if (isWithin({ x, y, width: 0, height: 0 }, frame)) expect(shown).toContain(`${index}`);
        });
        for (const { geometry } of placed.areas.features) {
          const [lng = 0, lat = 0] = geometry.coordinates;
          const box = { x: mercatorX(lng) * scale, y: mercatorY(lat) * scale };
          const plate = { ...box, width: 60, height: 20 };
          expect(isCut(plate, frame) && !isWithin(plate, frame)).toBe(false);
        }
      }),
    );
  });

  it('drops no count of a map that nobody moves: symbols and plates add up to what it says in total', () => {
    const covered: Box[] = [{ x: 60, y: 260, width: 120, height: 80 }];
    const seen = {
      center: [4.6, 51.4] as const,
      zoom: 4,
      width: 700,
      height: 340,
      isFixed: true,
      covered,
    };
    const { frame, covered: covers } = sightOf(seen, 4);
    const scale = (512 * 2 ** 4) / WORLD_SIZE;
    const inCrowd = fc.record({
      lng: fc.double({ min: 4, max: 5, noNaN: true }),
      lat: fc.double({ min: 51, max: 51.6, noNaN: true }),
    });
    const crowd = fc.array(inCrowd, { minLength: 15, maxLength: 30 });
    fc.assert(
      fc.property(crowd, fc.boolean(), (points, isFull) => {
        const properties = { count: 9, radiusPx: isFull ? 900 : 60 };
        const clusters = collect([at(4.5, 51.3, properties)]) as unknown as typeof scene.clusters;
        const areas = collect(points.map(({ lng, lat }, index) => area(`${index}`, 9, lng, lat)));
        const placed = placeScene({ clusters, areas, figures: collect([]), zoom: 4, seen });
        expect(placed.areas.features).toHaveLength(points.length);
        for (const { geometry } of placed.areas.features) {
          const [lng = 0, lat = 0] = geometry.coordinates;
          const plate = {
            x: mercatorX(lng) * scale,
            y: mercatorY(lat) * scale,
            width: 60,
            height: 20,
          };
          expect(isWithin(plate, frame)).toBe(true);
          expect(covers.some((cover) => boxesMeet(plate, cover, 0))).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives a plate to an area whose point lies at the very edge of a map that nobody moves, and none to one beyond it', () => {
    const seen = {
      center: [4.6, 51.4] as const,
      zoom: 4,
      width: 700,
      height: 340,
      isFixed: true,
      covered: [],
    };
    const scale = (512 * 2 ** 4) / WORLD_SIZE;
    const edge = mercatorX(4.6) * scale - 350;
    const inside = { min: 0.1, max: 3.9, noNaN: true };
    fc.assert(
      fc.property(fc.double(inside), (px) => {
        const lngAt = (x: number) => lngOfX(x / scale);
        const areas = collect([
          area('edge', 9, lngAt(edge + px), 51.4),
          area('beyond', 9, lngAt(edge - px), 51.4),
        ]);
        const clusters = collect([]) as unknown as typeof scene.clusters;
        const placed = placeScene({ clusters, areas, figures: collect([]), zoom: 4, seen });
        expect(placed.areas.features.map(({ properties }) => properties.code)).toEqual(['edge']);
      }),
    );
  });

  it('gives a plate of Brussels its second name where the zoom has room for two lines', () => {
    const ixelles = area('21009', 7, 4.367, 50.833);
    const plate = { ...ixelles, properties: { ...ixelles.properties, otherName: 'Elsene' } };
    const second = (zoom: number) =>
      placeScene({ ...scene, areas: collect([plate]), zoom }).areas.features[0]?.properties
        .secondLine;
    expect([second(10.5), second(11)]).toEqual(['', '\nElsene']);
  });

  it('does not depend on the order in which counts and figures come', () => {
    const turned = placeScene({
      ...scene,
      areas: collect(scene.areas.features.toReversed()),
      figures: collect(scene.figures.features.toReversed()),
    });
    expect(turned).toEqual(placeScene(scene));
  });

  it('shows the label of a small ring near it or not yet, and the ring all the same', () => {
    const crowd = [figure('Vlissingen', 3.9, 4.27, 51.3), figure('Ghent', 0.6, 4.28, 51.28)];
    const labels = (zoom: number) =>
      placeScene({
        ...scene,
        figures: collect([...scene.figures.features, ...crowd]),
        zoom,
      }).figureLabels.features.map(({ properties }) => properties.label);
    expect(labels(3.75)).toEqual(['Antwerp', 'Rotterdam']);
    const alone = { ...scene, areas: collect([]), figures: collect(crowd.slice(1)) };
    expect(placeScene(alone).figureLabels.features).toHaveLength(1);
  });

  it('has no labels of figures where there are no rings any more', () => {
    expect(placeScene({ ...scene, zoom: 11 }).figureLabels.features).toEqual([]);
  });
});

describe('the measures that places are found by', () => {
  it('grow between stops in a straight line and stand still outside', () => {
    const stops = [4, 10, 8, 20];
    expect([3, 4, 6, 8, 9].map((zoom) => valueAt(stops, zoom))).toEqual([10, 10, 15, 20, 20]);
  });

  it('take wide letters and bold for wider', () => {
    expect(textWidth('WWW', 10)).toBeGreaterThan(textWidth('iii', 10) * 2);
    expect(textWidth('403', 10, true)).toBeGreaterThan(textWidth('403', 10));
  });
});
