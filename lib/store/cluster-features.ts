import type { FeatureCollection, Point } from 'geojson';
import { UNCERTAINTY_METRES } from '@/lib/domain/place';
import { INCIDENT_CLASSES, PLACE_PRECISIONS } from '@/lib/domain/vocabulary';
import type { ClusterProperties } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import type { Cluster } from './cluster-cells';
import type { IncidentColumns } from './incident-columns';

const NO_PRECISION = -1;

/** Clusters as Turf and the map take them: `[lng, lat]` points with a `cluster` property. */
export function toClusterFeatures(
  clusters: readonly Cluster[],
  columns: IncidentColumns,
): FeatureCollection<Point, ClusterProperties> {
  return {
    type: 'FeatureCollection',
    features: clusters.map((cluster) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lngOfX(cluster.x), latOfY(cluster.y)] },
      properties: propertiesOf(cluster, columns),
    })),
  };
}

function propertiesOf(cluster: Cluster, columns: IncidentColumns): ClusterProperties {
  const {
    cell,
    row,
    count,
    placePrecision,
    shootings,
    seizures,
    killed,
    injured,
    grams,
    radiusPx,
    spot,
  } = cluster;
  const single = count === 1;
  return {
    cluster: cell,
    count,
    shooting: shootings,
    seizure: seizures,
    incident: count - shootings - seizures,
    killed,
    injured,
    grams,
    radiusPx,
    rid: single ? columns.valueAt(row, 'rid') : null,
    kind: single ? (INCIDENT_CLASSES[columns.valueAt(row, 'incidentClass')]?.[0] ?? null) : null,
    uncertaintyMetres: uncertaintyOf(
      single ? columns.valueAt(row, 'placePrecision') : (placePrecision ?? NO_PRECISION),
    ),
    // A retracted record has no point and is in no cluster.
    retracted: false,
    spot: spot && [lngOfX(spot.x), latOfY(spot.y)],
  };
}

/** Metres around the public point, by the code of its precision; null without a point. */
export function uncertaintyOf(placePrecision: number): number | null {
  const precision = PLACE_PRECISIONS[placePrecision];
  return precision === undefined ? null : UNCERTAINTY_METRES[precision];
}
