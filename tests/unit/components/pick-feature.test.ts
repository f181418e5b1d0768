import { describe, expect, it } from 'vitest';
import { pickFeature } from '@/components/map/pick-feature';

const at = (lng: number, layer: string, properties: Record<string, unknown>) => ({
  layer: { id: layer },
  geometry: { type: 'Point' as const, coordinates: [lng, 51] },
  properties,
});
/** The pointer is at 4° east; a degree is ten pixels. */
const distancePx = ([lng]: [number, number]) => Math.abs(lng - 4) * 10;

describe('what a click on the map means', () => {
  it('is nothing where nothing answers', () => {
    expect(pickFeature([], distancePx)).toBeNull();
  });

  it('is the nearest of the topmost layer, whatever lies nearer below it', () => {
    const hits = [
      at(4.5, 'symbols-fanned', { rid: 1 }),
      at(4.1, 'symbols-fanned', { rid: 2 }),
      at(4, 'clusters', { cluster: 9 }),
    ];
    expect(pickFeature(hits, distancePx)).toEqual({ rid: 2 });
  });

  it('is an area, a record or a cluster by what the feature says of itself', () => {
    expect(pickFeature([at(4, 'areas', { code: 'BE' })], distancePx)).toEqual({ region: 'BE' });
    expect(pickFeature([at(4, 'clusters', { cluster: 9, rid: null })], distancePx)).toEqual({
      clusterId: 9,
    });
  });
});
