import type { Camera } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { gatherAreas } from '@/lib/map/gather-areas';
import { regionByCode } from '@/lib/regions/known-regions';
import { replayScene } from '@/lib/wall/replay';
import { cameraOfPlaces, type FreePart } from '@/lib/wall/wall-camera';

type Place = readonly [lng: number, lat: number];

/** Farther out counts are gathered on larger areas, whose places may be farther out again, and no area is larger than these steps. */
const MOST_STEPS = 5;
const regions = { get: (code: string) => regionByCode(code) ?? undefined };

/**
 * The closest camera, no closer than `closest`, that shows all records in a part of the map: their points, and the plates on
 * which those without one are counted at that zoom; where they span too much for any, see {@link cameraOfPlaces}. Null where none
 * has a place.
 */
export function cameraOfRecords(
  records: readonly PublicIncident[],
  part: FreePart,
  closest: number,
): Camera | null {
  const { clusters, areas } = replayScene(records);
  const platesAt = (zoom: number): Place[] =>
    gatherAreas(areas, regions, zoom).flatMap(({ code }) => {
      const point = regions.get(code)?.point;
      return point ? [point] : [];
    });
  const points = clusters.features.map(
    ({ geometry: { coordinates } }): Place => [coordinates[0] ?? 0, coordinates[1] ?? 0],
  );
  let places = [...points, ...platesAt(closest)];
  let camera = cameraOfPlaces(places, part, closest);
  for (let step = 0; camera && step < MOST_STEPS; step += 1) {
    places = [...places, ...platesAt(Math.floor(camera.zoom))];
    const wider = cameraOfPlaces(places, part, closest);
    if (wider?.zoom === camera.zoom) return wider;
    camera = wider;
  }
  return camera;
}
