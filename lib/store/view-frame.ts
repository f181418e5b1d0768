import type { Camera } from '@/lib/domain/filter';
import { mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

/** A rectangle in wire units; the upper bounds are exclusive. */
export interface WorldBox {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** What of the world a camera shows, and at which of the fixed zoom steps it is counted. */
export interface ViewFrame {
  box: WorldBox;
  /** At most the camera's zoom, so that circles that do not touch here do not touch on the screen either. */
  zoom: number;
}

const TILE_PX = 512;
const ZOOM_STEPS = 4;
/** Panning leaves noise in a camera's zoom; it must not fall to the step below. */
const ZOOM_NOISE = 1e-4;

/** CSS pixels per wire unit. */
export function pixelsPerUnit(zoom: number): number {
  return (TILE_PX * 2 ** zoom) / WORLD_SIZE;
}

/** The viewport of a camera without rotation or pitch. A view across the antimeridian is cut there. */
export function frameView(camera: Camera, width: number, height: number): ViewFrame {
  const unitsPerPixel = 1 / pixelsPerUnit(camera.zoom);
  const centreX = mercatorX(camera.center[0]);
  const centreY = mercatorY(camera.center[1]);
  const halfWidth = (width / 2) * unitsPerPixel;
  const halfHeight = (height / 2) * unitsPerPixel;
  return {
    box: {
      minX: clamp(Math.floor(centreX - halfWidth)),
      minY: clamp(Math.floor(centreY - halfHeight)),
      maxX: clamp(Math.ceil(centreX + halfWidth)),
      maxY: clamp(Math.ceil(centreY + halfHeight)),
    },
    zoom: Math.max(0, Math.floor((camera.zoom + ZOOM_NOISE) * ZOOM_STEPS) / ZOOM_STEPS),
  };
}

export function isInside(box: WorldBox, x: number, y: number): boolean {
  return x >= box.minX && x < box.maxX && y >= box.minY && y < box.maxY;
}

function clamp(units: number): number {
  return Math.max(0, Math.min(WORLD_SIZE, units));
}
