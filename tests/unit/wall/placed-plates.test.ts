import { describe, expect, it } from 'vitest';
import type { MapMove, MapScene } from '@/components/map/map-types';
import { arePlatesPlaced, withoutPlates } from '@/components/wall/placed-plates';
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

describe('the plates of a wall’s map', () => {
  it('stand where the map has settled and its records are those of that place', () => {
    expect(arePlatesPlaced(MOVE, ASKED)).toBe(true);
  });

  it('wait on the way, and while the records are still those of another place or size', () => {
    expect(arePlatesPlaced({ ...MOVE, settled: false }, ASKED)).toBe(false);
    const zoomed = { ...ASKED, camera: { ...CAMERA, zoom: 7.28 } };
    expect(arePlatesPlaced(MOVE, zoomed)).toBe(false);
    expect(arePlatesPlaced(MOVE, { ...ASKED, height: 291 })).toBe(false);
    expect(arePlatesPlaced(MOVE, null)).toBe(false);
    expect(arePlatesPlaced(null, ASKED)).toBe(false);
  });

  it('leave all else as it is, and compare nothing where nothing is compared', () => {
    expect(withoutPlates(SCENE)).toEqual({ view: { areas: [], seq: 7 }, changes: [] });
    const plain = { ...SCENE, view: null, changes: null };
    expect(withoutPlates(plain)).toEqual(plain);
  });
});
