import { circle, clustersDbscan, convex, featureCollection, point } from '@turf/turf';
import type { Feature, FeatureCollection, Point, Polygon } from 'geojson';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { uncertaintyOf } from './cluster-features';
import type { IncidentColumns } from './incident-columns';
import type { Selection } from './select-rows';
import type { ViewFrame } from './view-frame';
import { eachSelectedPoint } from './walk-selection';

/** Fewer records than this are no concentration. */
export const CONCENTRATION_RECORDS = 5;
/** Turf's DBSCAN takes a moment at this many points and minutes at twenty thousand. */
export const CONCENTRATION_LARGEST = 500;
const SEARCH_RADIUS_PX = 24;
const SMALLEST_RADIUS_METRES = 160;
const LARGEST_RADIUS_METRES = 5_000;
const EARTH_CIRCUMFERENCE_METRES = 40_075_017;
/** Metres per pixel are taken at this latitude wherever the view is, so that panning changes nothing. */
const REFERENCE_LATITUDE = 51;

export interface Concentrations {
  hulls: FeatureCollection<Polygon, { count: number }>;
  /** Points in view whose uncertainty is half the radius or more. */
  tooUncertain: number;
  /** Precise points in view, where there are more than can be searched; then there are no hulls. */
  tooMany: number;
}

/** How near records of one concentration lie to each other: about 24 pixels. */
export function concentrationRadiusMetres(zoom: number): number {
  const cosine = Math.cos((REFERENCE_LATITUDE * Math.PI) / 180);
  const metresPerPixel = (EARTH_CIRCUMFERENCE_METRES * cosine) / (512 * 2 ** zoom);
  const radius = Math.round(metresPerPixel * SEARCH_RADIUS_PX);
  return Math.max(SMALLEST_RADIUS_METRES, Math.min(LARGEST_RADIUS_METRES, radius));
}

/** Concentrations of the selected points in view, by Turf's DBSCAN, as hulls. */
export function findConcentrations(
  columns: IncidentColumns,
  selection: Selection,
  frame: ViewFrame,
): Concentrations {
  const radiusMetres = concentrationRadiusMetres(frame.zoom);
  const { rows, tooUncertain } = preciseRows(columns, selection, frame, radiusMetres / 2);
  const hulls = featureCollection<Polygon, { count: number }>([]);
  if (rows.length > CONCENTRATION_LARGEST) return { hulls, tooUncertain, tooMany: rows.length };
  if (rows.length < CONCENTRATION_RECORDS) return { hulls, tooUncertain, tooMany: 0 };
  const labelled = clustersDbscan(pointsOf(columns, rows), radiusMetres / 1000, {
    minPoints: CONCENTRATION_RECORDS,
  });
  const members = new Map<number, Feature<Point>[]>();
  for (const feature of labelled.features) {
    const label = feature.properties.cluster;
    if (label !== undefined) members.set(label, [...(members.get(label) ?? []), feature]);
  }
  hulls.features = [...members.values()]
    .filter((group) => group.length >= CONCENTRATION_RECORDS)
    .map((group) => outline(group, radiusMetres));
  return { hulls, tooUncertain, tooMany: 0 };
}

function preciseRows(
  columns: IncidentColumns,
  selection: Selection,
  frame: ViewFrame,
  uncertaintyLimit: number,
): { rows: number[]; tooUncertain: number } {
  const rows: number[] = [];
  let tooUncertain = 0;
  eachSelectedPoint(columns, selection, frame.box, ({ arrays }, place, firstRow) => {
    const precision = arrays.placePrecision[place] as number;
    const uncertainty = uncertaintyOf(precision) ?? Number.POSITIVE_INFINITY;
    if (uncertainty < uncertaintyLimit) rows.push(firstRow + place);
    else tooUncertain += 1;
  });
  return { rows, tooUncertain };
}

/** Turf's labels follow the order of its input; by rid it is the same in every store. */
function pointsOf(columns: IncidentColumns, rows: number[]): FeatureCollection<Point> {
  const value = (row: number, name: 'rid' | 'x' | 'y'): number => columns.valueAt(row, name);
  rows.sort((a, b) => value(a, 'rid') - value(b, 'rid'));
  return featureCollection(
    rows.map((row) => point([lngOfX(value(row, 'x')), latOfY(value(row, 'y'))])),
  );
}

/** The convex hull; a small circle where the records stand on one spot or one line, which have none. */
function outline(
  group: Feature<Point>[],
  radiusMetres: number,
): Feature<Polygon, { count: number }> {
  const properties = { count: group.length };
  const hull = convex(featureCollection(group));
  if (hull) return { ...hull, properties };
  const coordinates = group.map((feature) => feature.geometry.coordinates);
  const mean = [0, 1].map(
    (axis) => coordinates.reduce((sum, pair) => sum + (pair[axis] ?? 0), 0) / group.length,
  );
  return { ...circle(mean, radiusMetres / 4000, { steps: 24 }), properties };
}
