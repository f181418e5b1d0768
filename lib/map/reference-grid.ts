import type { Feature, FeatureCollection, LineString, Point } from 'geojson';

type LngLat = readonly [number, number];

export interface RingAnchor {
  point: LngLat;
  name: string;
}

/** Where distance rings are centred when the camera is near: squares that everybody there knows. */
export const RING_ANCHORS: readonly RingAnchor[] = [
  { point: [4.35247, 50.84673], name: 'Grand-Place / Grote Markt' },
  { point: [4.39992, 51.22115], name: 'Grote Markt' },
];

export interface GridView {
  /** `[west, south, east, north]` in degrees. */
  bounds: readonly [number, number, number, number];
  center: LngLat;
  zoom: number;
}

export interface GridProperties {
  role: 'cross' | 'ring' | 'label';
  label?: string;
}

const METRES_PER_DEGREE = 111_195;
const CELL_METRES = 1000;
const MIN_ZOOM = 10;
const CROSSES_MIN_ZOOM = 10.8;
const MAX_CROSSES = 4000;
const MAX_ANCHOR_METRES = 45_000;
const RING_POINTS = 96;

type GridFeature = Feature<Point | LineString, GridProperties>;

/** The corners of the fixed 1 km grid to which public points snap, as marks; see `snapToGrid`. */
function crosses([west, south, east, north]: GridView['bounds']): GridFeature[] {
  const features: GridFeature[] = [];
  const stepLat = CELL_METRES / METRES_PER_DEGREE;
  for (let row = Math.floor(south / stepLat); row * stepLat < north; row++) {
    const lat = row * stepLat;
    const stepLng = stepLat / Math.max(0.01, Math.cos(((lat + stepLat / 2) * Math.PI) / 180));
    for (let column = Math.floor(west / stepLng); column * stepLng < east; column++) {
      if (features.length >= MAX_CROSSES) return features;
      features.push({
        type: 'Feature',
        properties: { role: 'cross' },
        geometry: { type: 'Point', coordinates: [column * stepLng, lat] },
      });
    }
  }
  return features;
}

function offset([lng, lat]: LngLat, metres: number, bearing: number): [number, number] {
  const north = (metres * Math.cos(bearing)) / METRES_PER_DEGREE;
  const east = (metres * Math.sin(bearing)) / METRES_PER_DEGREE / Math.cos((lat * Math.PI) / 180);
  return [lng + east, lat + north];
}

function metresBetween(a: LngLat, b: LngLat): number {
  const scale = Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180);
  return Math.hypot((a[0] - b[0]) * scale, a[1] - b[1]) * METRES_PER_DEGREE;
}

function ring(anchor: LngLat, kilometres: number): GridFeature[] {
  const radius = kilometres * 1000;
  const coordinates = Array.from({ length: RING_POINTS + 1 }, (_, index) =>
    offset(anchor, radius, (index / RING_POINTS) * 2 * Math.PI),
  );
  const label = (bearing: number): GridFeature => ({
    type: 'Feature',
    properties: { role: 'label', label: `${kilometres} km` },
    geometry: { type: 'Point', coordinates: offset(anchor, radius, bearing) },
  });
  return [
    {
      type: 'Feature',
      properties: { role: 'ring' },
      geometry: { type: 'LineString', coordinates },
    },
    label(Math.PI / 4),
    label((5 * Math.PI) / 4),
  ];
}

function ringsFor(zoom: number): number[] {
  if (zoom < 11.6) return [5, 10, 15, 20, 30];
  if (zoom < 13) return [2, 4, 6, 8, 10, 15];
  return [0.5, 1, 2, 3, 4, 5];
}

/** Scale for the eye where the map has no streets: kilometre marks, and rings round the nearest anchor. */
export function referenceGrid(
  view: GridView,
  anchors: readonly RingAnchor[] = RING_ANCHORS,
): FeatureCollection<Point | LineString, GridProperties> {
  if (view.zoom < MIN_ZOOM) return { type: 'FeatureCollection', features: [] };
  const nearest = anchors
    .map(({ point }) => ({ point, metres: metresBetween(point, view.center) }))
    .sort((a, b) => a.metres - b.metres)[0];
  const rings =
    nearest && nearest.metres < MAX_ANCHOR_METRES
      ? ringsFor(view.zoom).flatMap((kilometres) => ring(nearest.point, kilometres))
      : [];
  const marks = view.zoom >= CROSSES_MIN_ZOOM ? crosses(view.bounds) : [];
  return { type: 'FeatureCollection', features: [...rings, ...marks] };
}
