import { z } from 'zod';
import { AREA_KEYS } from '../domain/region';

/** Of the TopoJSON that every screen loads, before it is compressed. */
export const MOST_TOPOLOGY_BYTES = 2_000_000;
/** Of all rings together, with an arc counted each time that one names it: what expanding them costs a server and a screen. */
export const MOST_RING_POSITIONS = 600_000;
/** One hundred-thousandth of a degree, at most 1.1 m: positions of a topology are whole multiples of it. */
export const BOUNDARY_GRID_DEGREES = 1e-5;

/** It stands on the map. */
const LONGEST_SOURCE = 120;
const LONGEST_LICENCE = 300;

/** A line of text that is shown to readers: no line breaks, no invisible characters. */
function note(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'write who published the boundaries, and under which licence')
    .max(longest)
    .regex(
      /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u,
      'write one line of text, without invisible characters',
    );
}

/** By hand: a schema of a hundred thousand pairs would take a server a third of a second. */
function isArc(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 2 && value.every(isStep);
}

function isStep(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    Number.isSafeInteger(value[0]) &&
    Number.isSafeInteger(value[1])
  );
}

const arc = z.custom<[number, number][]>(isArc, 'an arc is two or more pairs of whole numbers');
const arcIndex = z.int();
const ring = z.array(arcIndex).min(1);
const properties = z.strictObject({
  code: z.string(),
  /** Of the polygon before it was simplified. */
  km2: z.number().positive(),
});

/** Regions with polygons, as the topology of this product: whole steps of {@link BOUNDARY_GRID_DEGREES}, one object. */
export const boundaryTopologySchema = z.strictObject({
  type: z.literal('Topology'),
  transform: z.strictObject({
    scale: z.tuple([z.literal(BOUNDARY_GRID_DEGREES), z.literal(BOUNDARY_GRID_DEGREES)]),
    translate: z.tuple([z.literal(0), z.literal(0)]),
  }),
  arcs: z.array(arc),
  objects: z.strictObject({
    regions: z.strictObject({
      type: z.literal('GeometryCollection'),
      geometries: z
        .array(
          z.discriminatedUnion('type', [
            z.strictObject({ type: z.literal('Polygon'), arcs: z.array(ring).min(1), properties }),
            z.strictObject({
              type: z.literal('MultiPolygon'),
              arcs: z.array(z.array(ring).min(1)).min(1),
              properties,
            }),
          ]),
        )
        .min(1),
    }),
  }),
});
export type BoundaryTopology = z.infer<typeof boundaryTopologySchema>;

/** What is told of imported boundaries beside the polygons. */
export const boundaryFactsSchema = z.object({
  source: note(LONGEST_SOURCE),
  licence: note(LONGEST_LICENCE),
  /** How far a simplified line may lie from the one of the file; 0 where none was simplified. */
  toleranceMetres: z.number().min(0).max(1000),
  /** Regions with a polygon, by level; levels without one are left out. */
  levels: z.partialRecord(z.enum(AREA_KEYS), z.int().positive()),
  byteLength: z.int().positive(),
  /** ISO instant. */
  importedAt: z.string(),
});
export type BoundaryFacts = z.infer<typeof boundaryFactsSchema>;

/** A level that regions have polygons of. */
export type BoundaryLevel = (typeof AREA_KEYS)[number];

/** The body of `PUT /api/v1/boundaries`. */
export const boundaryInputSchema = z.strictObject({
  source: boundaryFactsSchema.shape.source,
  licence: boundaryFactsSchema.shape.licence,
  toleranceMetres: boundaryFactsSchema.shape.toleranceMetres,
  topology: boundaryTopologySchema,
});
export type BoundaryInput = z.infer<typeof boundaryInputSchema>;

/** The answer of `GET /api/v1/boundaries`; null where none were imported. */
export const boundariesAnswerSchema = z.object({
  boundaries: boundaryFactsSchema.extend({ address: z.string() }).nullable(),
});
export type BoundariesAnswer = z.infer<typeof boundariesAnswerSchema>;

/** The answer of `POST /api/v1/boundaries/recode`: one part of the records, by number. */
export const recodeAnswerSchema = z.object({
  /** Records with a point that were compared. */
  compared: z.int(),
  /** Those that are recorded in another area than the one that their point lies in, or in no area of that level. */
  changed: z.array(z.object({ id: z.string(), from: z.string().nullable(), to: z.string() })),
  /** Too near to a border for their precision, or at odds with another part of their area: left as they are. */
  leftAlone: z.int(),
  /** Where to go on, or null at the end. */
  next: z.int().nullable(),
});
export type RecodeAnswer = z.infer<typeof recodeAnswerSchema>;
