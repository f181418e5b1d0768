import { mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';
import type { Box, Frame } from './place-boxes';

const TILE_PX = 512;
/** What has to be whole keeps so far off the edge of the map. */
const EDGE_PX = 4;

/** What is seen of the map, and what lies over it. */
export interface SeenMap {
  /** The middle, `[lng, lat]`. */
  center: readonly [number, number];
  /** Of the camera, which may be nearer than the view's step. */
  zoom: number;
  /** CSS pixels. */
  width: number;
  height: number;
  /** Nobody moves it: what is cut, or stands far from its place, is not brought nearer by a hand. */
  isFixed: boolean;
  /** Pixels from the top left corner to the middle of each. */
  covered: readonly Box[];
}

/** The same in the pixels in which places are looked for. */
export interface Sight {
  /** Where what has to be whole stands: all that is seen but a narrow edge. */
  frame: Frame;
  /** All that is seen: whose point lies in it is shown, at the very edge too. */
  seen: Frame;
  isFixed: boolean;
  covered: readonly Box[];
}

/** @param step the zoom at which places are looked for */
export function sightOf(seen: SeenMap, step: number): Sight {
  const { center, zoom, width, height, isFixed, covered } = seen;
  const scale = (TILE_PX * 2 ** step) / WORLD_SIZE;
  const share = 2 ** (step - zoom);
  const left = mercatorX(center[0]) * scale - (share * width) / 2;
  const top = mercatorY(center[1]) * scale - (share * height) / 2;
  return {
    frame: {
      left: left + EDGE_PX,
      top: top + EDGE_PX,
      right: left + share * width - EDGE_PX,
      bottom: top + share * height - EDGE_PX,
    },
    seen: { left, top, right: left + share * width, bottom: top + share * height },
    isFixed,
    covered: covered.map((box) => ({
      x: left + share * box.x,
      y: top + share * box.y,
      width: share * box.width,
      height: share * box.height,
    })),
  };
}

/** Whether the edge runs through a box. */
export function isCut({ x, y, width, height }: Box, frame: Frame): boolean {
  const isOutside =
    x + width / 2 < frame.left ||
    x - width / 2 > frame.right ||
    y + height / 2 < frame.top ||
    y - height / 2 > frame.bottom;
  return !isOutside;
}
