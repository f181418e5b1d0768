import { describe, expect, it } from 'vitest';
import { foldSources } from '@/components/map/fold-sources';

/** MapLibre makes sources compact up to this width, and unfolds them then. */
const COMPACT_PX = 640;

/** A map whose sources behave as MapLibre's do. */
function mapOf(startPx: number) {
  const listeners = { idle: new Set<() => void>(), resize: new Set<() => void>() };
  const classes = new Set<string>();
  let clientWidth = startPx;
  const sources = {
    removeAttribute: () => undefined,
    classList: { remove: (name: string) => classes.delete(name) },
  };
  const container = {
    get clientWidth() {
      return clientWidth;
    },
    querySelector: () => (classes.has('maplibregl-compact') ? sources : null),
  };
  const unfold = () => {
    if (clientWidth > COMPACT_PX) classes.clear();
    else if (!classes.has('maplibregl-compact'))
      for (const name of ['maplibregl-compact', 'maplibregl-compact-show']) classes.add(name);
  };
  const tell = (type: 'idle' | 'resize') => {
    for (const listener of [...listeners[type]]) listener();
  };
  const map = {
    on: (type: 'idle' | 'resize', listener: () => void) => listeners[type].add(listener),
    off: (type: 'idle' | 'resize', listener: () => void) => listeners[type].delete(listener),
  };
  foldSources(map, container as never);
  return {
    name: unfold,
    rest: () => tell('idle'),
    unfoldByHand: () => classes.add('maplibregl-compact-show'),
    turn: (px: number) => {
      clientWidth = px;
      unfold();
      tell('resize');
    },
    isOpen: () => !classes.has('maplibregl-compact') || classes.has('maplibregl-compact-show'),
  };
}

describe('the sources of a map', () => {
  it('fold up on a narrow one once they have been shown', () => {
    const map = mapOf(390);
    map.rest();
    map.name();
    expect(map.isOpen()).toBe(true);
    map.rest();
    expect(map.isOpen()).toBe(false);
  });

  it('fold up again on a phone that was turned twice', () => {
    const map = mapOf(390);
    map.name();
    map.rest();
    map.turn(844);
    map.rest();
    expect(map.isOpen()).toBe(true);
    map.turn(390);
    expect(map.isOpen()).toBe(true);
    map.rest();
    expect(map.isOpen()).toBe(false);
  });

  it('stay as the reader has them while the map stays narrow', () => {
    const map = mapOf(390);
    map.name();
    map.rest();
    map.unfoldByHand();
    map.turn(400);
    map.rest();
    expect(map.isOpen()).toBe(true);
  });

  it('fold up where a map that had room for them becomes narrow', () => {
    const map = mapOf(600);
    map.name();
    map.rest();
    expect(map.isOpen()).toBe(true);
    map.turn(390);
    map.rest();
    expect(map.isOpen()).toBe(false);
  });
});
