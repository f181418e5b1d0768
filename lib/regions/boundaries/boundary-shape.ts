import type { Position } from 'geojson';

/** A region's polygons in degrees, as a file gives them: rings closed, outer first. */
export interface BoundaryShape {
  code: string;
  polygons: Position[][][];
}
