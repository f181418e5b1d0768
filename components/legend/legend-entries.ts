import type { Marks } from '@/lib/domain/marks';
import type { Shape } from '@/lib/domain/shape';
import type { Kind } from '@/lib/domain/vocabulary';
import { KINDS } from '@/lib/domain/vocabulary';
import {
  FIGURES_MAX_ZOOM,
  LOCALITY_DISC_ZOOM,
  TEXTURE_MAX_ZOOM,
  VICINITY_DISC_ZOOM,
} from '@/lib/map/drawn-zooms';
import { gatherAreas, gatherChanges, type RegionsByCode } from '@/lib/map/gather-areas';
import { shapeFeatures } from '@/lib/map/shape-features';
import type { HotspotsResponse, RegionChange, ViewResponse } from '@/lib/protocol/engine-requests';
import { regionByCode } from '@/lib/regions/known-regions';
import type { Layer } from '@/lib/url/view-state';

/** `[west, south, east, north]` in degrees. */
export type ViewBounds = readonly [number, number, number, number];

/** What is drawn inside the map's frame, and so what the legend explains. */
export interface LegendEntries {
  marks: Marks;
  /** Records that are too imprecise for the heat map, where that is drawn. */
  heatLeftOut: number;
  kinds: Kind[];
  hasClusters: boolean;
  /** Discs of uncertainty are drawn, and not only symbols that stand in for them. */
  hasDiscs: boolean;
  /** By layer: something of it is in frame. A layer that is switched off has nothing. */
  layers: Record<Layer, boolean>;
  /** The grid is on, and not drawn at this zoom. */
  isGridTooClose: boolean;
}

/** Beyond these a place is a vicinity, and a locality. */
const VICINITY_METRES = 50;
const LOCALITY_METRES = 300;

const REGIONS: RegionsByCode = { get: (code) => regionByCode(code) ?? undefined };

interface Drawn {
  view: ViewResponse;
  bounds: ViewBounds;
  hidden: readonly Layer[];
  /** What has a plate in place of the areas' counts where periods are compared. */
  changes: readonly RegionChange[] | null;
  hulls: HotspotsResponse['concentrations']['features'];
  figurePoints: readonly (readonly [number, number])[];
  hasTexture: boolean;
}

/** The legend says exactly what is on the map: this reads it off what the map was given. */
export function legendEntries({
  view,
  bounds,
  hidden,
  changes,
  hulls,
  figurePoints,
  hasTexture,
}: Drawn): LegendEntries {
  const drawn = view.clusters.features.filter(({ geometry }) =>
    isInside(bounds, geometry.coordinates),
  );
  const hasPlate = ({ code }: { code: string }) =>
    !hidden.includes('areas') && isAreaInside(code, bounds);
  // What is too small for a plate at this zoom stands on that of a larger area, which may lie out of frame.
  const areas = changes ? [] : gatherAreas(view.areas, REGIONS, view.zoom).filter(hasPlate);
  const changed = changes ? gatherChanges(changes, REGIONS, view.zoom).some(hasPlate) : false;
  const uncertain = drawn.filter(
    ({ properties: { uncertaintyMetres } }) => (uncertaintyMetres ?? 0) > VICINITY_METRES,
  );
  const hasDisc = (metres: number) =>
    view.zoom >= (metres > LOCALITY_METRES ? LOCALITY_DISC_ZOOM : VICINITY_DISC_ZOOM);
  const isGridTooClose = view.zoom >= TEXTURE_MAX_ZOOM;
  return {
    marks: view.marks,
    heatLeftOut: view.heat?.leftOut ?? 0,
    isGridTooClose,
    // Badges of areas carry the kinds' colours too.
    kinds: KINDS.filter(
      (kind) =>
        drawn.some(({ properties }) => properties[kind] > 0) ||
        areas.some((area) => area[kind] > 0),
    ),
    hasClusters: drawn.some(({ properties }) => properties.count > 1),
    hasDiscs:
      !hidden.includes('precision') &&
      uncertain.some(({ properties }) => hasDisc(properties.uncertaintyMetres ?? 0)),
    layers: {
      areas: areas.length > 0 || changed,
      precision: uncertain.length > 0,
      concentrations:
        !hidden.includes('concentrations') &&
        hulls.some(({ geometry }) =>
          geometry.coordinates.flat().some((corner) => isInside(bounds, corner)),
        ),
      grid: !hidden.includes('grid') && hasTexture && !isGridTooClose,
      figures:
        !hidden.includes('figures') &&
        view.zoom < FIGURES_MAX_ZOOM &&
        figurePoints.some((point) => isInside(bounds, point)),
    },
  };
}

/** Whether a chosen area is in frame, by the box around it. */
export function isShapeInView(
  shape: Shape | null,
  [west, south, east, north]: ViewBounds,
): boolean {
  return shapeFeatures(shape).features.some(({ geometry }) => {
    const corners = geometry.coordinates.flat();
    const lngs = corners.map(([lng = Number.NaN]) => lng);
    const lats = corners.map(([, lat = Number.NaN]) => lat);
    return (
      Math.max(...lngs) >= west &&
      Math.min(...lngs) <= east &&
      Math.max(...lats) >= south &&
      Math.min(...lats) <= north
    );
  });
}

function isAreaInside(code: string, bounds: ViewBounds): boolean {
  const point = regionByCode(code)?.point;
  return point ? isInside(bounds, point) : false;
}

function isInside([west, south, east, north]: ViewBounds, point: ArrayLike<number>): boolean {
  const [lng = Number.NaN, lat = Number.NaN] = Array.from(point);
  return lng >= west && lng <= east && lat >= south && lat <= north;
}
