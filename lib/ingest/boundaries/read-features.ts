import type { Feature, Geometry } from 'geojson';
import { feature as topojsonFeature } from 'topojson-client';
import type { GeometryObject, Topology } from 'topojson-specification';
import { z } from 'zod';
import { refuseFile } from './boundary-file-error';

/** A feature as the file has it: nothing is checked yet but that it is one. */
export interface RawFeature {
  /** From 1, as a reader counts. */
  number: number;
  id: unknown;
  properties: Readonly<Record<string, unknown>>;
  geometry: unknown;
}

export interface RawFeatures {
  format: 'GeoJSON' | 'TopoJSON';
  features: RawFeature[];
}

const DEGREES_CRS = /CRS:?84|EPSG:{1,2}4326|OGC:1\.3:CRS84/i;

const recordSchema = z.record(z.string(), z.unknown());
const featureSchema = z.looseObject({
  type: z.literal('Feature'),
  id: z.unknown().optional(),
  properties: recordSchema.nullish(),
  geometry: z.unknown().optional(),
});
const collectionSchema = z.looseObject({ features: z.array(z.unknown()) });
const topologySchema = z.looseObject({
  type: z.literal('Topology'),
  arcs: z.array(z.array(z.array(z.number()).min(2)).min(1)),
  transform: z
    .looseObject({
      scale: z.tuple([z.number(), z.number()]),
      translate: z.tuple([z.number(), z.number()]),
    })
    .optional(),
  objects: z.record(z.string(), z.looseObject({ type: z.string() })),
});

/**
 * The features of a GeoJSON FeatureCollection or Feature, or of one object of a TopoJSON topology.
 * @param object which of a topology's, where it has several
 * @throws BoundaryFileError
 */
export function readFeatures(document: unknown, object: string | null): RawFeatures {
  const type = recordSchema.safeParse(document).data?.type;
  if (type === 'Topology') return { format: 'TopoJSON', features: fromTopology(document, object) };
  if (object !== null)
    refuseFile(`--object "${object}": only TopoJSON has named objects, and this file is none.`);
  if (type === 'FeatureCollection' || type === 'Feature') {
    return { format: 'GeoJSON', features: fromGeojson(document, type) };
  }
  return refuseFile(
    `The file is neither GeoJSON nor TopoJSON: its "type" is ${JSON.stringify(type) ?? 'missing'} (give a FeatureCollection or a Topology).`,
  );
}

function fromGeojson(document: unknown, type: 'FeatureCollection' | 'Feature'): RawFeature[] {
  refuseOtherCrs(document);
  const list =
    type === 'Feature' ? [document] : collectionSchema.safeParse(document).data?.features;
  if (!list) refuseFile('The FeatureCollection has no list "features".');
  return list.map((entry, index) => {
    const parsed = featureSchema.safeParse(entry);
    if (!parsed.success)
      refuseFile(`Feature ${index + 1} is no GeoJSON Feature (its "type" must be "Feature").`);
    const { id, properties, geometry } = parsed.data;
    return { number: index + 1, id, properties: properties ?? {}, geometry };
  });
}

/** GeoJSON of before 2016 could name another reference system. */
function refuseOtherCrs(document: unknown): void {
  const crs = (document as { crs?: { properties?: { name?: unknown } } | null }).crs;
  if (crs === undefined || crs === null) return;
  const name = crs.properties?.name;
  if (typeof name === 'string' && DEGREES_CRS.test(name)) return;
  refuseFile(
    `The file's "crs" is ${JSON.stringify(name ?? crs).slice(0, 80)}: convert it to WGS84 degrees (EPSG:4326), for instance with "ogr2ogr -t_srs EPSG:4326".`,
  );
}

function fromTopology(document: unknown, wanted: string | null): RawFeature[] {
  const parsed = topologySchema.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    refuseFile(
      `The topology is not whole: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
    );
  }
  const topology = parsed.data as unknown as Topology;
  const name = chooseObject(Object.keys(topology.objects), wanted);
  const chosen = topology.objects[name] as GeometryObject;
  const parts =
    chosen.type === 'GeometryCollection' && Array.isArray(chosen.geometries)
      ? (chosen.geometries as GeometryObject[])
      : [chosen];
  return parts.map((part, index) => fromPart(topology, part, index + 1));
}

function chooseObject(names: readonly string[], wanted: string | null): string {
  const listed = names.map((name) => `"${name}"`).join(', ');
  if (wanted !== null) {
    if (names.includes(wanted)) return wanted;
    refuseFile(`--object "${wanted}": the topology has no such object, but ${listed || 'none'}.`);
  }
  const [only, ...more] = names;
  if (only === undefined) refuseFile('The topology has no object.');
  if (more.length > 0)
    refuseFile(`The topology has several objects: say which with --object (${listed}).`);
  return only;
}

function fromPart(topology: Topology, part: unknown, number: number): RawFeature {
  const shaped = recordSchema.safeParse(part).data;
  if (!shaped) refuseFile(`Feature ${number} is no geometry of a topology.`);
  const properties = recordSchema.safeParse(shaped.properties).data ?? {};
  const id = shaped.id;
  if (shaped.type !== 'Polygon' && shaped.type !== 'MultiPolygon') {
    return { number, id, properties, geometry: shaped.type ? { type: shaped.type } : null };
  }
  try {
    const { geometry } = topojsonFeature(topology, part as GeometryObject) as Feature<Geometry>;
    return { number, id, properties, geometry };
  } catch {
    return refuseFile(`Feature ${number} names arcs that the topology does not have.`);
  }
}
