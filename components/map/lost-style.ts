/** What of a MapLibre map is needed here. */
export interface LosingMap {
  /** None while there is none, and after a lost context. */
  style?: LostStyle | null;
  /** Holds the canvas. */
  getCanvasContainer: () => EventTarget;
  on: (type: 'webglcontextlost', listener: () => void) => unknown;
}

/** A style as far as it can be let go of. */
export interface LostStyle {
  _remove: (isMapRemoved: boolean) => void;
}

/**
 * Lets go of each style that a map loses with its WebGL context. MapLibre destroys it, but takes it out of the list of those that wait for
 * a plugin only where it exchanges a style; the list is as old as the page, and so every lost style, and each map that was mounted anew,
 * would stay with all that it holds.
 */
export function freeLostStyles(map: LosingMap): void {
  let losing: LostStyle | null = null;
  const note = () => {
    losing = map.style ?? null;
  };
  // On its way to the canvas, where MapLibre forgets the style.
  map.getCanvasContainer().addEventListener('webglcontextlost', note, { capture: true });
  map.on('webglcontextlost', () => {
    losing?._remove(false);
    losing = null;
  });
}
