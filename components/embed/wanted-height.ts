/** The map's height for its width, and the bounds in which it is still a map and not a whole screen; CSS pixels. */
const PROPORTION = 0.66;
const LEAST_MAP_PX = 220;
const MOST_MAP_PX = 560;

/** What an article's script hears; nothing in it is of the reader. */
export interface HeightMessage {
  type: 'havenwacht:height';
  /** CSS pixels. */
  height: number;
}

/**
 * How high a frame should be: a map in proportion to the width, and what stands around it. It does not follow from the
 * height that the frame has, so that a page which grants it ends there.
 */
export function wantedHeight(widthPx: number, aroundPx: number): HeightMessage {
  const map = Math.min(MOST_MAP_PX, Math.max(LEAST_MAP_PX, Math.round(widthPx * PROPORTION)));
  return { type: 'havenwacht:height', height: map + Math.ceil(aroundPx) };
}
