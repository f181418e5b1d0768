import type { FieldFault } from '../../domain/problem';
import {
  type BoundaryFacts,
  type BoundaryTopology,
  MOST_RING_POSITIONS,
} from '../../protocol/boundaries';
import { arcAt, boundaryFeatures, boundaryLevelOf, ringPositions } from './boundary-features';
import { mergedFault } from './merged-region';

const REGIONS_FIELD = 'topology.objects.regions';

/** What is wrong with a topology that has the right form: unknown codes, arcs that are not there, places off the earth. */
export function topologyFaults(topology: BoundaryTopology): FieldFault[] {
  const { geometries } = topology.objects.regions;
  const seen = new Set<string>();
  const faults: FieldFault[] = [];
  geometries.forEach(({ arcs, properties: { code } }, index) => {
    const field = `${REGIONS_FIELD}.geometries.${index}`;
    if (boundaryLevelOf(code) === null) {
      faults.push({
        field,
        message: `no region that can have a polygon has the code "${code.slice(0, 60)}"`,
      });
    }
    const merged = mergedFault(code);
    if (merged !== null) faults.push({ field, message: `${code} ${merged}` });
    if (seen.has(code)) faults.push({ field, message: `"${code.slice(0, 60)}" is there twice` });
    seen.add(code);
    const missing = arcs.flat(2).find((arc) => !topology.arcs[arcAt(arc)]);
    if (missing !== undefined) faults.push({ field, message: `there is no arc ${missing}` });
  });
  if (faults.length > 0) return faults;
  // Before they are expanded: a small document may name a long arc any number of times.
  const positions = ringPositions(topology);
  if (positions > MOST_RING_POSITIONS) {
    const message = `the rings have ${positions} positions, more than ${MOST_RING_POSITIONS}: import fewer levels, or simplify the file`;
    return [{ field: REGIONS_FIELD, message }];
  }
  const open = openRingFaults(topology);
  if (open.length > 0) return open;
  return boundaryFeatures(topology).flatMap(({ geometry, properties: { code } }) => {
    const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
    const field = `${REGIONS_FIELD} ${code}`;
    if (rings.some(isOffEarth)) {
      return [{ field, message: 'a corner is no longitude and latitude in degrees' }];
    }
    return rings.some(isNoArea) ? [{ field, message: 'a ring has fewer than three corners' }] : [];
  });
}

function isOffEarth(ring: readonly (readonly number[])[]): boolean {
  return ring.some(([lng = 0, lat = 0]) => Math.abs(lng) > 180 || Math.abs(lat) > 90);
}

/** Fewer than three corners that differ, however often a ring goes back to one. */
function isNoArea(ring: readonly (readonly number[])[]): boolean {
  return new Set(ring.map(([lng, lat]) => `${lng} ${lat}`)).size < 3;
}

/** Rings whose arcs do not join, or that do not end where they began: nothing could say which points lie in them. */
function openRingFaults({ arcs, objects }: BoundaryTopology): FieldFault[] {
  const ends = arcs.map(endsOf);
  const walked = (index: number): ArcEnds | undefined => {
    const found = ends[arcAt(index)];
    return found && index < 0 ? { start: found.end, end: found.start } : found;
  };
  return objects.regions.geometries.flatMap((geometry, index) => {
    const rings = geometry.type === 'Polygon' ? geometry.arcs : geometry.arcs.flat();
    const isOpen = rings.some((ring) =>
      ring.some((arc, place) => walked(ring.at(place - 1) ?? arc)?.end !== walked(arc)?.start),
    );
    if (!isOpen) return [];
    const field = `${REGIONS_FIELD}.geometries.${index}`;
    return [{ field, message: 'a ring has arcs that do not join, or does not end where it began' }];
  });
}

/** In steps of the grid. */
interface ArcEnds {
  start: string;
  end: string;
}

/** Each position of an arc but the first is a difference to the one before. */
function endsOf(arc: readonly (readonly [number, number])[]): ArcEnds {
  const [[startX, startY] = [0, 0]] = arc;
  let [x, y] = [0, 0];
  for (const [stepX, stepY] of arc) {
    x += stepX;
    y += stepY;
  }
  return { start: `${startX} ${startY}`, end: `${x} ${y}` };
}

/** Regions by level, those levels only that have some. */
export function levelsOf(topology: BoundaryTopology): BoundaryFacts['levels'] {
  const levels: BoundaryFacts['levels'] = {};
  for (const { properties } of topology.objects.regions.geometries) {
    const level = boundaryLevelOf(properties.code);
    if (level) levels[level] = (levels[level] ?? 0) + 1;
  }
  return levels;
}
