import type { MapMove, MapScene } from '@/components/map/map-types';
import type { ViewRequest } from '@/lib/protocol/engine-requests';
import { roundCamera } from '@/lib/url/view-state';

/**
 * Whether plates may be drawn: they stand beside their rings for one camera, so that they wait while the map is on its way, and
 * until the records for where it stands have come.
 * @param asked what the records are the answer to; null before the first
 */
export function arePlatesPlaced(move: MapMove | null, asked: ViewRequest | null): boolean {
  if (!move?.settled || !asked) return false;
  const { width, height } = move.size;
  return (
    width === asked.width &&
    height === asked.height &&
    JSON.stringify(roundCamera(move.camera)) === JSON.stringify(asked.camera)
  );
}

export function withoutPlates(scene: MapScene): MapScene {
  const { view, changes } = scene;
  return { ...scene, view: view && { ...view, areas: [] }, changes: changes && [] };
}
