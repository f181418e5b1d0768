/** The package brings no types. */
declare module 'topojson-server' {
  import type { FeatureCollection } from 'geojson';
  import type { Topology } from 'topojson-specification';

  /** Cuts lines where areas meet, so that a border that two share is one arc. */
  export function topology(objects: Record<string, FeatureCollection>): Topology;
}
