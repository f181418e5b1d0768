import { type Camera, LAST_ZOOM } from '@/lib/domain/filter';
import type { ViewResponse } from '@/lib/protocol/engine-requests';

const STEP_ZOOMS = 2;

/** Where a click on a cluster goes: nearer to it. Null where there is no nearer, or it is not drawn any more. */
export function cameraOfCluster(view: ViewResponse | null, id: number): Camera | null {
  const cluster = view?.clusters.features.find((feature) => feature.properties.cluster === id);
  const [lng, lat] = cluster?.geometry.coordinates ?? [];
  if (lng === undefined || lat === undefined || !view || view.zoom >= LAST_ZOOM - 1) return null;
  return { center: [lng, lat], zoom: Math.min(LAST_ZOOM, view.zoom + STEP_ZOOMS) };
}
