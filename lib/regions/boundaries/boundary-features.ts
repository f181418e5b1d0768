import type { Feature, MultiPolygon, Polygon } from 'geojson';
import { feature as topojsonFeature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { AREA_KEYS } from '../../domain/region';
import type { RegionType } from '../../domain/region-type';
import type { BoundaryTopology } from '../../protocol/boundaries';
import { regionByCode } from '../gazetteer';

/** A region's polygon. */
export type BoundaryFeature = Feature<
  Polygon | MultiPolygon,
  {
    code: string;
    /** Before it was simplified. */
    km2: number;
  }
>;

/** Coarse to fine; police zones stand beside municipalities. */
const LEVEL_OF_TYPE: Readonly<Partial<Record<RegionType, (typeof AREA_KEYS)[number]>>> = {
  country: 'country',
  province: 'province',
  municipality: 'municipality',
  district: 'district',
  'police zone': 'policeZone',
};

/** The level of a region that can have a polygon; null for others and for unknown codes. */
export function boundaryLevelOf(code: string): (typeof AREA_KEYS)[number] | null {
  return LEVEL_OF_TYPE[regionByCode(code)?.type ?? 'continent'] ?? null;
}

/** The regions of a topology as features. @throws where its arcs are not whole */
export function boundaryFeatures(topology: BoundaryTopology): BoundaryFeature[] {
  const regions = topology.objects.regions as unknown as GeometryCollection<
    BoundaryFeature['properties']
  >;
  const { features } = topojsonFeature(topology as unknown as Topology, regions);
  return features as BoundaryFeature[];
}

/** Positions of all rings, before they are expanded: an arc counts each time that a ring names it. */
export function ringPositions({ arcs, objects }: BoundaryTopology): number {
  return objects.regions.geometries
    .flatMap((geometry) => geometry.arcs.flat(2))
    .reduce((sum, index) => sum + (arcs[arcAt(index)]?.length ?? 0), 0);
}

/** A negative index names an arc that is walked backwards. */
export function arcAt(index: number): number {
  return index < 0 ? ~index : index;
}
