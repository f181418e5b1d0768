import { bbox as bboxOf, booleanPointInPolygon } from '@turf/turf';
import type { LngLat } from '../../domain/place';
import type { BoundaryLevel } from '../../protocol/boundaries';
import { regionByCode } from '../gazetteer';
import { type Border, borderOf, isNearBorder } from '../near-border';
import type { LocatedPoint, PointLocator } from '../point-to-region';
import { type BoundaryFeature, boundaryLevelOf } from './boundary-features';

/** The finest region whose imported polygon holds a point. */
export interface HoldingRegion {
  /** Of today: where a municipality was merged since, the one that it became. */
  code: string;
  level: BoundaryLevel;
}

export interface BoundaryLocator {
  /** Null where no polygon holds the point. */
  regionAt(point: LngLat): HoldingRegion | null;
  /** Whether a point lies so near to the border of the polygon of that level that holds it. */
  isNearBorderAt(point: LngLat, level: BoundaryLevel, metres: number): boolean;
}

const FINEST_FIRST: readonly BoundaryLevel[] = [
  'district',
  'municipality',
  'policeZone',
  'province',
  'country',
];

interface Area {
  code: string;
  level: BoundaryLevel;
  bbox: readonly [west: number, south: number, east: number, north: number];
  feature: BoundaryFeature;
  /** Made when it is first measured to. */
  border?: Border;
}

/** A locator over imported polygons. */
export function createBoundaryLocator(features: readonly BoundaryFeature[]): BoundaryLocator {
  const areas = features.flatMap((feature): Area[] => {
    const { code } = feature.properties;
    const level = boundaryLevelOf(code);
    const [west, south, east, north] = bboxOf(feature);
    return level ? [{ code, level, bbox: [west, south, east, north], feature }] : [];
  });
  const byFineness = FINEST_FIRST.flatMap((level) => areas.filter((area) => area.level === level));
  return {
    regionAt(point) {
      const found = byFineness.find((area) => holds(area, point));
      return found ? { code: ofToday(found.code), level: found.level } : null;
    },
    isNearBorderAt(point, level, metres) {
      return byFineness.some((area) => {
        if (area.level !== level || !holds(area, point)) return false;
        area.border ??= borderOf(area.feature.geometry);
        return isNearBorder(area.border, point, metres);
      });
    },
  };
}

function holds({ bbox: [west, south, east, north], feature }: Area, point: LngLat): boolean {
  const [lng, lat] = point;
  const isInBox = lng >= west && lat >= south && lng <= east && lat <= north;
  return isInBox && booleanPointInPolygon([...point], feature);
}

function ofToday(code: string): string {
  let current = code;
  for (let next = regionByCode(code); next?.successor; next = regionByCode(next.successor)) {
    current = next.successor;
  }
  return current;
}

/** What a point alone says of its area, by the imported polygon that holds it, or else by the outlines that came along. */
export function withBoundaries(
  outlines: PointLocator,
  boundaries: () => BoundaryLocator | null,
): PointLocator {
  return {
    locate(point): LocatedPoint {
      const found = boundaries()?.regionAt(point);
      return found ? { [found.level]: found.code } : outlines.locate(point);
    },
    isNear: (point, code, metres) => outlines.isNear(point, code, metres),
  };
}
