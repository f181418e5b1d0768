import type { FeatureCollection, Point } from 'geojson';
import type { Region } from '@/lib/domain/region';
import { gatherAreas, gatherChanges } from '@/lib/map/gather-areas';
import type { OverlaySource } from '@/lib/map/incident-layers';
import {
  areaFeatures,
  changeFeatures,
  clusterFeatures,
  figureFeatures,
} from '@/lib/map/map-features';
import { placeScene, symbolsToAvoid } from '@/lib/map/place-scene';
import type { SeenMap } from '@/lib/map/seen-map';
import { shapeFeatures } from '@/lib/map/shape-features';
import { sharedLabelFeatures } from '@/lib/map/shared-labels';
import type { MapAppearance, MapScene } from './map-types';

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };
const EMPTY_POINTS: FeatureCollection<Point, never> = { type: 'FeatureCollection', features: [] };

export interface SceneData {
  /** What each source of the overlay holds; those that are not the scene's are not named. */
  sources: Partial<Record<OverlaySource, FeatureCollection>>;
  /** Codes of regions whose names stand on plates. */
  namedCodes: readonly string[];
}

/** A scene as features, placed with regard to each other and to what is seen; the camera's zoom counts where the scene has no view. */
export function sceneData(
  { view, concentrations, figures, texture, changes, shape, labels = [] }: MapScene,
  appearance: MapAppearance,
  regions: ReadonlyMap<string, Region>,
  seen: SeenMap,
): SceneData {
  const zoom = view?.zoom ?? seen.zoom;
  const clusters = view?.clusters ?? EMPTY_POINTS;
  const rings = figureFeatures(figures ?? EMPTY_POINTS, appearance);
  const plates = changes
    ? changeFeatures(gatherChanges(changes, regions, zoom), regions, appearance)
    : areaFeatures(gatherAreas(view?.areas ?? [], regions, zoom), regions, appearance);
  const avoided = view ? symbolsToAvoid(view, zoom) : EMPTY_POINTS;
  const placed = placeScene({
    clusters: avoided,
    areas: plates,
    figures: rings,
    zoom,
    labels,
    seen,
  });
  return {
    sources: {
      clusters: clusterFeatures(clusters, appearance),
      areas: placed.areas,
      leaders: placed.leaders,
      figures: rings,
      'figure-labels': placed.figureLabels,
      concentrations: concentrations ?? EMPTY,
      texture: texture ?? EMPTY,
      heat: view?.heat?.cells ?? EMPTY,
      shape: shapeFeatures(shape),
      'shared-labels': sharedLabelFeatures(labels),
    },
    namedCodes: placed.areas.features.map(({ properties }) => properties.code),
  };
}
