import { area as areaOf, simplify } from '@turf/turf';
import type { Feature, FeatureCollection, MultiPolygon, Position } from 'geojson';
import { merge } from 'topojson-client';
import { topology as cutTopology } from 'topojson-server';
import type {
  GeometryCollection,
  Topology,
  MultiPolygon as TopoMultiPolygon,
} from 'topojson-specification';
import {
  BOUNDARY_GRID_DEGREES,
  type BoundaryTopology,
  MOST_RING_POSITIONS,
  MOST_TOPOLOGY_BYTES,
} from '../../protocol/boundaries';
import { arcAt, ringPositions } from './boundary-features';
import type { BoundaryShape } from './boundary-shape';

/** Tried one after the other: boundaries stay as they came where they are small enough so. */
const TOLERANCES_METRES = [0, 5, 10, 20, 40, 80] as const;
const METRES_PER_DEGREE = 111_195;
const STEPS_PER_DEGREE = Math.round(1 / BOUNDARY_GRID_DEGREES);
const SQUARE_METRES_PER_KM2 = 1_000_000;
/** Of an area in km²: a hundredth of a hectare. */
const AREA_DECIMALS = 4;

export interface BuiltBoundaries {
  topology: BoundaryTopology;
  /** How far a simplified line may lie from the one that came; 0 where none was simplified. */
  toleranceMetres: number;
  byteLength: number;
}

/** Boundaries that cannot be kept; the message says what to do. */
export class BoundaryBuildError extends Error {
  override readonly name = 'BoundaryBuildError';
}

/**
 * The topology that every screen loads. Corners are put on a grid of a metre, so that two neighbours that had a corner
 * in common still have it; lines are cut where areas meet, and each line is simplified once, with its ends fixed, so that
 * a border stays one line whoever it belongs to.
 * @param shapes several of one code are joined, without the borders between them
 * @param mostBytes that the topology may take, uncompressed
 * @throws BoundaryBuildError where nothing is left of a region, or all of them are too large
 */
export function buildTopology(
  shapes: readonly BoundaryShape[],
  mostBytes = MOST_TOPOLOGY_BYTES,
): BuiltBoundaries {
  const joined = joinParts(shapes);
  const km2 = new Map(
    joined.map(({ code, polygons }) => [
      code,
      roundArea(areaOf({ type: 'MultiPolygon', coordinates: polygons }) / SQUARE_METRES_PER_KM2),
    ]),
  );
  const cut = cutTopology({ regions: toCollection(joined.map(onGrid)) });
  for (const toleranceMetres of TOLERANCES_METRES) {
    const topology = encode(cut, simplifyArcs(cut, toleranceMetres), km2);
    const byteLength = new TextEncoder().encode(JSON.stringify(topology)).length;
    const isSmall = byteLength <= mostBytes && ringPositions(topology) <= MOST_RING_POSITIONS;
    if (isSmall) return { topology, toleranceMetres, byteLength };
  }
  throw new BoundaryBuildError(
    `Even simplified to ${TOLERANCES_METRES.at(-1)} m the boundaries take more than ${mostBytes} bytes or ${MOST_RING_POSITIONS} positions, which every screen would load: import fewer levels, or simplify the file first.`,
  );
}

function roundArea(km2: number): number {
  return Math.max(10 ** -AREA_DECIMALS, Number(km2.toFixed(AREA_DECIMALS)));
}

/** Each code once. Where it had several shapes, the lines that two of them share are gone. */
function joinParts(shapes: readonly BoundaryShape[]): BoundaryShape[] {
  const byCode = new Map<string, BoundaryShape[]>();
  for (const shape of shapes) byCode.set(shape.code, [...(byCode.get(shape.code) ?? []), shape]);
  return [...byCode].map(([code, parts]) => {
    if (parts.length === 1) return { code, polygons: parts[0]?.polygons ?? [] };
    const cut = cutTopology({ parts: toCollection(parts) });
    const { geometries } = cut.objects.parts as GeometryCollection;
    return { code, polygons: merge(cut, geometries as TopoMultiPolygon[]).coordinates };
  });
}

function toCollection(shapes: readonly BoundaryShape[]): FeatureCollection<MultiPolygon> {
  const features = shapes.map(
    ({ code, polygons }): Feature<MultiPolygon> => ({
      type: 'Feature',
      properties: { code },
      geometry: { type: 'MultiPolygon', coordinates: polygons },
    }),
  );
  return { type: 'FeatureCollection', features };
}

/**
 * In whole steps of the grid. Rings that are smaller than a step are left out.
 * @throws BoundaryBuildError where nothing is left
 */
function onGrid({ code, polygons }: BoundaryShape): BoundaryShape {
  const kept = polygons.flatMap((rings) => {
    const [outer, ...holes] = rings.map(ringOnGrid);
    if (!outer || isDegenerate(outer)) return [];
    return [[outer, ...holes.filter((hole) => !isDegenerate(hole))]];
  });
  if (kept.length > 0) return { code, polygons: kept };
  throw new BoundaryBuildError(
    `The area of ${code} is smaller than a metre: correct its geometry, or leave it out.`,
  );
}

function ringOnGrid(ring: readonly Position[]): Position[] {
  const steps = ring.map((position) => position.map(toSteps));
  return steps.filter(
    ([x, y], index) => x !== steps[index - 1]?.[0] || y !== steps[index - 1]?.[1],
  );
}

function toSteps(degrees: number): number {
  // Not -0: two neighbours must have equal corners.
  return Math.round(degrees * STEPS_PER_DEGREE) + 0;
}

function isDegenerate(ring: readonly Position[]): boolean {
  let twice = 0;
  const [originX = 0, originY = 0] = ring[0] ?? [];
  ring.forEach(([x1 = 0, y1 = 0], index) => {
    const [x0 = 0, y0 = 0] = ring[index - 1] ?? [originX, originY];
    twice += (x0 - originX) * (y1 - originY) - (x1 - originX) * (y0 - originY);
  });
  return ring.length < 4 || twice === 0;
}

/** Every arc with its ends where they were; those of a ring that would be no area any more stay whole. */
function simplifyArcs(cut: Topology, toleranceMetres: number): Position[][] {
  if (toleranceMetres === 0) return cut.arcs;
  const simple = cut.arcs.map((arc) => simplifyArc(arc, toleranceMetres));
  for (const polygon of polygonsOf(cut).flatMap(({ arcs }) => arcs)) {
    for (const ring of polygon) {
      if (!isDegenerate(stitch(simple, ring))) continue;
      for (const index of ring) simple[arcAt(index)] = cut.arcs[arcAt(index)] ?? [];
    }
  }
  return simple;
}

function simplifyArc(arc: Position[], toleranceMetres: number): Position[] {
  if (arc.length < 3) return arc;
  const tolerance = (toleranceMetres / METRES_PER_DEGREE) * STEPS_PER_DEGREE;
  return simplify({ type: 'LineString', coordinates: arc }, { tolerance, highQuality: true })
    .coordinates;
}

function stitch(arcs: readonly Position[][], ring: readonly number[]): Position[] {
  return ring.flatMap((index, place) => {
    const arc = arcs[arcAt(index)] ?? [];
    const turned = index < 0 ? [...arc].reverse() : arc;
    return place === 0 ? turned : turned.slice(1);
  });
}

function polygonsOf(cut: Topology): TopoMultiPolygon<{ code: string }>[] {
  const { geometries } = cut.objects.regions as GeometryCollection<{ code: string }>;
  return geometries as TopoMultiPolygon<{ code: string }>[];
}

function encode(
  cut: Topology,
  arcs: readonly Position[][],
  km2: ReadonlyMap<string, number>,
): BoundaryTopology {
  return {
    type: 'Topology',
    transform: { scale: [BOUNDARY_GRID_DEGREES, BOUNDARY_GRID_DEGREES], translate: [0, 0] },
    arcs: arcs.map(toDifferences),
    objects: {
      regions: {
        type: 'GeometryCollection',
        geometries: polygonsOf(cut).map(({ arcs: polygons, properties }) => {
          const code = properties?.code ?? '';
          return {
            type: 'MultiPolygon' as const,
            arcs: polygons,
            properties: { code, km2: km2.get(code) ?? 0 },
          };
        }),
      },
    },
  };
}

function toDifferences(arc: readonly Position[]): [number, number][] {
  return arc.map(([x = 0, y = 0], index) => {
    const [beforeX = 0, beforeY = 0] = arc[index - 1] ?? [];
    return [x - beforeX, y - beforeY];
  });
}
