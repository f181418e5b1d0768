import { bbox as bboxOf, booleanPointInPolygon } from '@turf/turf';
import type { LngLat } from '../../domain/place';
import type { BoundaryLevel } from '../../protocol/boundaries';
import { ancestorsOf, areaMatches, areaOf, regionByCode } from '../gazetteer';
import { type Border, borderOf, isNearBorder } from '../near-border';
import {
  FINEST_LEVEL_FIRST,
  isFiner,
  mayFollow,
  type RecordedPrecision,
  undecidedMetres,
} from '../place-bound';
import type { LocatedPoint, OutlineLocator, PointLocator } from '../point-to-region';
import { type BoundaryFeature, boundaryLevelOf } from './boundary-features';

/** The finest region whose imported polygon holds a point. */
export interface HoldingRegion {
  /** Of today: where a municipality was merged since, the one that it became. */
  code: string;
  level: BoundaryLevel;
}

export interface BoundaryLocator {
  /** How far a simplified line may lie from the one that came. */
  toleranceMetres: number;
  /** Null where no polygon holds the point. */
  regionAt(point: LngLat): HoldingRegion | null;
  /** Every region whose polygon holds the point, finest first. */
  regionsAt(point: LngLat): HoldingRegion[];
  /** Whether a point lies so near to the border of the polygon of that level that holds it. */
  isNearBorderAt(point: LngLat, level: BoundaryLevel, metres: number): boolean;
}

interface Area {
  code: string;
  level: BoundaryLevel;
  bbox: readonly [west: number, south: number, east: number, north: number];
  feature: BoundaryFeature;
  /** Made when it is first measured to. */
  border?: Border;
}

/** A locator over imported polygons that were simplified by so many metres. */
export function createBoundaryLocator(
  features: readonly BoundaryFeature[],
  toleranceMetres = 0,
): BoundaryLocator {
  const areas = features.flatMap((feature): Area[] => {
    const { code } = feature.properties;
    const level = boundaryLevelOf(code);
    const [west, south, east, north] = bboxOf(feature);
    return level ? [{ code, level, bbox: [west, south, east, north], feature }] : [];
  });
  const byFineness = FINEST_LEVEL_FIRST.flatMap((level) =>
    areas.filter((area) => area.level === level),
  );
  return {
    toleranceMetres,
    regionAt(point) {
      const found = byFineness.find((area) => holds(area, point));
      return found ? { code: ofToday(found.code), level: found.level } : null;
    },
    regionsAt(point) {
      const holding = byFineness.filter((area) => holds(area, point));
      return holding.map(({ code, level }) => ({ code: ofToday(code), level }));
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

/**
 * What a point alone says of its area, by the imported polygon that holds it, or else by the outlines that came along,
 * which also say the province where only countries were imported. Never finer than the record's precision, nor than what
 * readers see of it; nearer to a border than that precision tells apart, the next coarser area, for it would be written
 * down as a fact.
 */
export function withBoundaries(
  outlines: OutlineLocator,
  boundaries: () => BoundaryLocator | null,
): PointLocator {
  return {
    locate(point, precision): LocatedPoint {
      const { sure, open } = byPolygons(boundaries(), point, precision);
      if (sure && !isFiner(FINEST_OUTLINED, sure.level)) return { [sure.level]: sure.code };
      const outlined = bounded(
        outlines.locate(point),
        (level) => mayFollow(level, precision) && open.every((one) => isFiner(one, level)),
      );
      const isFinerThere =
        sure === null || (outlined[FINEST_OUTLINED] && areaMatches(areaOf(outlined), sure.code));
      return isFinerThere ? outlined : { [sure.level]: sure.code };
    },
    isNear: (point, code, metres) => outlines.isNear(point, code, metres),
  };
}

const FINEST_OUTLINED = 'province';

/** Which region surely holds a point, and the finer levels at which a border is too near to tell. */
function byPolygons(
  locator: BoundaryLocator | null,
  point: LngLat,
  precision: RecordedPrecision,
): { sure: HoldingRegion | null; open: BoundaryLevel[] } {
  const open: BoundaryLevel[] = [];
  if (!locator) return { sure: null, open };
  const metres = undecidedMetres(precision) + locator.toleranceMetres;
  for (const holding of locator.regionsAt(point)) {
    if (!locator.isNearBorderAt(point, holding.level, metres)) {
      return { sure: noFiner(holding, precision), open };
    }
    open.push(holding.level);
  }
  return { sure: null, open };
}

/** A region, or the one around it that is as coarse as the precision of a record asks; null where none may follow. */
export function noFiner(
  { code, level }: HoldingRegion,
  precision: RecordedPrecision,
): HoldingRegion | null {
  if (mayFollow(level, precision)) return { code, level };
  for (const around of ancestorsOf(code)) {
    const wider = boundaryLevelOf(around.code);
    if (wider && mayFollow(wider, precision)) return { code: around.code, level: wider };
  }
  return null;
}

function bounded(located: LocatedPoint, isKept: (level: BoundaryLevel) => boolean): LocatedPoint {
  const levels = FINEST_LEVEL_FIRST.filter(isKept);
  return Object.fromEntries(levels.map((level) => [level, located[level] ?? null]));
}
