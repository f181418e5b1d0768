import type { FeatureCollection, Point } from 'geojson';
import type { PublicIncident } from '@/lib/domain/incident';
import { type ClusterProperties, SINGLE_RADIUS_PX } from './engine-requests';

type RecordMark = FeatureCollection<Point, ClusterProperties>['features'][number];

/** A record by itself at a point, as the engine tells of it where nothing lies near. */
export function recordMark(
  { rid, kind, killed, injured, uncertaintyMetres }: PublicIncident,
  point: readonly [lng: number, lat: number],
): RecordMark {
  const properties: ClusterProperties = {
    cluster: rid,
    count: 1,
    shooting: 0,
    seizure: 0,
    incident: 0,
    [kind]: 1,
    killed: killed?.best ?? 0,
    injured: injured?.best ?? 0,
    grams: 0,
    radiusPx: SINGLE_RADIUS_PX,
    rid,
    kind,
    uncertaintyMetres,
    retracted: false,
    spot: null,
  };
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [...point] } };
}
