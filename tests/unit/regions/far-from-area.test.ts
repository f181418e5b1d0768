import { describe, expect, it } from 'vitest';
import { farFromArea, NEAR_KM } from '@/lib/regions/far-from-area';
import { areaOf } from '@/lib/regions/gazetteer';
import { createPointLocator, type Outlines } from '@/lib/regions/point-to-region';

function box(code: string, west: number, south: number, east: number, north: number): Outlines {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const geometry = { type: 'Polygon' as const, coordinates: [corners] };
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { code }, geometry }],
  };
}

const locator = createPointLocator({
  countries: box('BE', 3, 50, 6, 51),
  provinces: box('BE-VAN', 4.2, 50.9, 5.2, 51.5),
});

/** The outline's north is 51 degrees; a degree of latitude is 111.2 km. */
const northOfBelgium = (km: number): [number, number] => [4, 51 + km / 111.2];

describe('a point is far from its area', () => {
  it.each([
    ['a municipality on another continent', [50.8387, 4.3306], { municipality: '21001' }, '21001'],
    ['a port in another sea', [23.62, 37.94], { port: 'BEANR' }, 'BEANR'],
    [
      'a police zone, by the labels of its municipalities',
      [5.57, 50.63],
      { policeZone: '5340' },
      '5340',
    ],
    ['a province outside its outline', [3, 50.2], { province: 'BE-VAN' }, 'BE-VAN'],
    ['a country outside its outline', northOfBelgium(NEAR_KM + 5), { country: 'BE' }, 'BE'],
  ] as const)('in %s', (_, point, parts, code) => {
    const far = farFromArea([point[0], point[1]], areaOf(parts), locator);
    expect(far?.region.code).toBe(code);
    expect(far?.km).toBeGreaterThan(NEAR_KM);
  });

  it.each([
    ['in its municipality', [4.3306, 50.8387], { municipality: '21001' }],
    ['in its police zone', [4.32, 50.86], { policeZone: '5340' }],
    ['beside its country, within the tolerance', northOfBelgium(NEAR_KM - 5), { country: 'BE' }],
    ['in a country without an outline', [2.1, 41.3], { country: 'ES' }],
    ['nowhere in particular', [50.8387, 4.3306], {}],
  ] as const)('but not %s', (_, point, parts) => {
    expect(farFromArea([point[0], point[1]], areaOf(parts), locator)).toBeNull();
  });
});
