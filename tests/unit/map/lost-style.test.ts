import { expect, it } from 'vitest';
import { freeLostStyles, type LosingMap } from '@/components/map/lost-style';

/** Forgets its style when its context is lost, as MapLibre does, and says so. */
class ForgetfulMap implements LosingMap {
  style: { _remove: (isMapRemoved: boolean) => void } | null = null;
  readonly #container = new EventTarget();
  readonly #listeners: (() => void)[] = [];

  getCanvasContainer(): EventTarget {
    return this.#container;
  }

  on(_: string, listener: () => void): void {
    this.#listeners.push(listener);
  }

  lose(): void {
    this.#container.dispatchEvent(new Event('webglcontextlost'));
    this.style = null;
    for (const listener of this.#listeners) listener();
  }
}

it('lets go of each style that is lost with its context, once and without ending the map', () => {
  const map = new ForgetfulMap();
  freeLostStyles(map);
  const freed: [string, boolean][] = [];
  const style = (name: string) => ({
    _remove: (isMapRemoved: boolean) => void freed.push([name, isMapRemoved]),
  });
  map.style = style('first');
  map.lose();
  map.lose();
  map.style = style('second');
  map.lose();
  expect(freed).toEqual([
    ['first', false],
    ['second', false],
  ]);
});
