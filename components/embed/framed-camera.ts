import { type Camera, FIRST_ZOOM } from '@/lib/domain/filter';

/** A column of text on a laptop, for which an author frames a view; CSS pixels. */
const COLUMN_PX = 640;

/**
 * Where an embed begins: on a screen narrower than a column it stands farther back, so that what its author framed is in
 * frame on a phone too.
 */
export function framedCamera(camera: Camera, widthPx: number): Camera {
  if (widthPx <= 0 || widthPx >= COLUMN_PX) return camera;
  const zoom = camera.zoom + Math.log2(widthPx / COLUMN_PX);
  return { ...camera, zoom: Math.min(camera.zoom, Math.max(FIRST_ZOOM, zoom)) };
}
