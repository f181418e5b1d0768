import type { MapMove } from '@/components/map/map-types';
import type { MapHandle } from '@/components/map/map-view';
import type { PulseFeature } from '@/components/map/pulse-player';
import type { Camera } from '@/lib/domain/filter';

interface Around {
  /** Null, or without a camera, while there is no map. */
  map: () => Pick<MapHandle, 'camera' | 'flyTo' | 'pulse'> | null;
  /** Told every move, in the order in which the map stood there. */
  report: (move: MapMove) => void;
}

/** Keeps a wall's map where it has to look, from before there is one, and lets records pulse once it is there. */
export class MapGuide {
  readonly #around: Around;
  #target: Camera | null = null;
  #hasMap = false;
  #sized: MapMove | null = null;
  #pulsing: readonly PulseFeature[] | null = null;

  constructor(around: Around) {
    this.#around = around;
  }

  /** @param target null until the map's size is known */
  setTarget(target: Camera | null): void {
    this.#target = target;
    if (!target) return;
    if (this.#hasMap) this.#around.map()?.flyTo(target);
    // The records of the first drawing are asked for as it will look, since plates are placed for one zoom.
    else if (this.#sized) this.#around.report({ ...this.#sized, camera: target });
  }

  /** What pulses once the map has settled next. */
  setPulsing(features: readonly PulseFeature[] | null): void {
    this.#pulsing = features;
  }

  /** Of the stage, which tells its size before there is a map, or of the map. */
  moved(move: MapMove): void {
    const isFirst = !this.#hasMap && this.#isThere();
    if (!this.#hasMap) this.#sized = move;
    // Before the map is sent on, which may be there at once and say so within the call.
    this.#around.report(move);
    if (isFirst) {
      this.#hasMap = true;
      if (this.#target) this.#around.map()?.flyTo(this.#target);
    } else if (move.settled && this.#pulsing) {
      this.#around.map()?.pulse(this.#pulsing);
      this.#pulsing = null;
    }
  }

  #isThere(): boolean {
    try {
      return this.#around.map()?.camera() !== undefined;
    } catch {
      return false;
    }
  }
}
