import { describe, expect, it } from 'vitest';
import type { MapMove, MapScene } from '@/components/map/map-types';
import { withPlacedPlates } from '@/components/wall/placed-plates';
import type { ViewRequest } from '@/lib/protocol/engine-requests';

const CAMERA = { center: [4.38, 51.06] as [number, number], zoom: 6.86 };
const MOVE: MapMove = {
  camera: { center: [4.380_000_4, 51.06], zoom: 6.860_01 },
  bounds: [2, 50, 7, 52],
  size: { width: 768, height: 218 },
  settled: true,
};
const ASKED = { filter: {}, camera: CAMERA, width: 768, height: 218 } as unknown as ViewRequest;
const SCENE = {
  view: { areas: ['a plate'], seq: 7 },
  changes: ['a change'],
} as unknown as MapScene;
const WITHOUT = { view: { areas: [], seq: 7 }, changes: [] };

describe('the plates of a wall’s map', () => {
  it('stand where the map has settled and its records are those of that place', () => {
    expect(withPlacedPlates(SCENE, MOVE, ASKED)).toBe(SCENE);
  });

  it('are left out on the way, and while the records are still those of another place or size', () => {
    expect(withPlacedPlates(SCENE, { ...MOVE, settled: false }, ASKED)).toEqual(WITHOUT);
    const zoomed = { ...ASKED, camera: { ...CAMERA, zoom: 7.28 } };
    expect(withPlacedPlates(SCENE, MOVE, zoomed)).toEqual(WITHOUT);
    expect(withPlacedPlates(SCENE, MOVE, { ...ASKED, height: 291 })).toEqual(WITHOUT);
    expect(withPlacedPlates(SCENE, null, null)).toEqual(WITHOUT);
  });

  it('compare nothing where nothing is compared', () => {
    const plain = { ...SCENE, view: null, changes: null };
    expect(withPlacedPlates(plain, null, null)).toEqual({ view: null, changes: null });
  });
});
