import type { Camera } from '@/lib/domain/filter';

interface Sized {
  camera: Camera;
  /** CSS pixels. */
  size: { width: number; height: number };
}

/** What an enlarged map shows, as a map would that is not enlarged and fills the same part of the screen. */
export function onScreen({ camera, size }: Sized, scale: number): Sized {
  return {
    camera: { ...camera, zoom: camera.zoom + Math.log2(scale) },
    size: { width: size.width * scale, height: size.height * scale },
  };
}
