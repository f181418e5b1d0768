import type { MapMove, MapScene } from '@/components/map/map-types';
import type { ViewRequest } from '@/lib/protocol/engine-requests';
import { roundCamera } from '@/lib/url/view-state';

/**
 * A scene as a wall draws it: its plates stand beside their rings for one camera, so that they are left out while the map is
 * on its way, and until the records for where it stands have come.
 * @param asked what the scene's records are the answer to
 */
export function withPlacedPlates(
  scene: MapScene,
  move: MapMove | null,
  asked: ViewRequest | null,
): MapScene {
  if (move?.settled && asked && isOf(move, asked)) return scene;
  const { view, changes } = scene;
  return { ...scene, view: view && { ...view, areas: [] }, changes: changes && [] };
}

function isOf({ camera, size }: MapMove, asked: ViewRequest): boolean {
  const stands = { camera: roundCamera(camera), ...size };
  return (
    stands.width === asked.width &&
    stands.height === asked.height &&
    JSON.stringify(stands.camera) === JSON.stringify(asked.camera)
  );
}
