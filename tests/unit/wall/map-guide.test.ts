import { describe, expect, it } from 'vitest';
import type { MapMove } from '@/components/map/map-types';
import { MapGuide } from '@/components/wall/map-guide';
import type { Camera } from '@/lib/domain/filter';

const OPENED: Camera = { center: [4.4, 51], zoom: 7.9 };
const TARGET: Camera = { center: [4.38, 51.06], zoom: 6.9 };
const PULSE = [
  {
    type: 'Feature' as const,
    properties: { kind: 'shooting' as const, label: '' },
    geometry: { type: 'Point' as const, coordinates: [4.3, 50.8] },
  },
];

function moveTo(camera: Camera, settled = true): MapMove {
  return { camera, bounds: [3, 50, 6, 52], size: { width: 768, height: 291 }, settled };
}

/** A guide, the map that it has once there is one, and what it says of it. */
function guided({ isAtOnce }: { isAtOnce: boolean }) {
  const told: Camera[] = [];
  const pulses: unknown[] = [];
  let camera: Camera | null = null;
  const guide: MapGuide = new MapGuide({
    map: () => ({
      camera: () => {
        if (!camera) throw new Error('not mounted');
        return camera;
      },
      flyTo: (target) => {
        if (isAtOnce) camera = target;
        if (isAtOnce) guide.moved(moveTo(target));
      },
      pulse: (features) => void pulses.push(features),
    }),
    report: (move) => void told.push(move.camera),
  });
  const mounted = (at: Camera) => {
    camera = at;
    guide.moved(moveTo(at));
  };
  return { guide, told, pulses, mounted };
}

describe('the guide of a wall’s map', () => {
  it('asks for the first records as the map will look, before there is one', () => {
    const { guide, told } = guided({ isAtOnce: false });
    guide.moved(moveTo(OPENED));
    guide.setTarget(TARGET);
    expect(told.at(-1)).toEqual(TARGET);
  });

  it('never reports last where a map stood before it jumped within the report of its beginning', () => {
    const { guide, told, mounted } = guided({ isAtOnce: true });
    guide.moved(moveTo(OPENED));
    guide.setTarget(TARGET);
    mounted(OPENED);
    expect(told.at(-1)).toEqual(TARGET);
  });

  it('lets a record pulse once, where the map has settled and not on its way', () => {
    const { guide, pulses, mounted } = guided({ isAtOnce: false });
    mounted(OPENED);
    guide.setPulsing(PULSE);
    guide.setTarget(TARGET);
    guide.moved(moveTo(TARGET, false));
    expect(pulses).toEqual([]);
    guide.moved(moveTo(TARGET));
    guide.moved(moveTo(TARGET));
    expect(pulses).toEqual([PULSE]);
  });
});
