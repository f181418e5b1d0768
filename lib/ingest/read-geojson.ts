import type { LngLat } from '../domain/place';
import { type Cell, type FormatDriver, ImportFileError, type ReadRow } from './raw-row';

const RECORD_SEPARATOR = '\u001e';
const DEEPEST = 6;
/** Names under which older files say that they are in degrees, longitude first. */
const DEGREES = /CRS84|EPSG:+(?:[\d.]*:)?4326/i;

/** A FeatureCollection, one Feature, Features one a line, or an RFC 8142 text sequence of them. */
export const geojsonDriver: FormatDriver = {
  name: 'GeoJSON',
  extensions: ['.geojson', '.json', '.ndjson', '.geojsonl', '.geojsons', '.jsonl'],
  recognises: beginsLikeJson,
  read: readGeojson,
};

/** Whether a text begins as a JSON document or an RFC 8142 sequence does. */
export function beginsLikeJson(beginning: string): boolean {
  return /^[{[]/.test(beginning.replace(RECORD_SEPARATOR, '').trimStart());
}

async function* readGeojson(text: string): AsyncGenerator<ReadRow> {
  let row = 0;
  for (const feature of featuresOf(text)) {
    row += 1;
    yield toRow(row, feature);
  }
}

interface Unparsed {
  unparsed: string;
}

function isUnparsed(feature: unknown): feature is Unparsed {
  return isObject(feature) && Object.hasOwn(feature, 'unparsed');
}

function featuresOf(text: string): Iterable<unknown> {
  if (text.trimStart().startsWith(RECORD_SEPARATOR)) return eachText(text, RECORD_SEPARATOR);
  try {
    return featuresOfDocument(JSON.parse(text));
  } catch (error) {
    if (error instanceof ImportFileError) throw error;
    const [first = ''] = text.trimStart().split('\n', 1);
    if (isObject(parseText(first)) && !isUnparsed(parseText(first))) return eachText(text, '\n');
    throw new ImportFileError(
      `the file is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'it cannot be parsed'}.`,
    );
  }
}

function* eachText(text: string, separator: string): Generator<unknown> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf(separator, start);
    const end = found < 0 ? text.length : found;
    const part = text.slice(start, end).trim();
    if (part !== '') yield parseText(part);
    start = end + 1;
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return { unparsed: error instanceof Error ? error.message.slice(0, 200) : 'unknown fault' };
  }
}

function featuresOfDocument(document: unknown): Iterable<unknown> {
  if (!isObject(document)) throw notGeojson();
  refuseOtherCoordinates(document);
  if (document.type === 'Feature') return [document];
  if (document.type !== 'FeatureCollection') throw notGeojson();
  if (!Array.isArray(document.features)) {
    throw new ImportFileError('the FeatureCollection has no list "features".');
  }
  return document.features;
}

function notGeojson(): ImportFileError {
  return new ImportFileError(
    'the file is JSON but not GeoJSON (it must hold a FeatureCollection or Features).',
  );
}

/** Belgian files often carry Lambert metres, which would pass for nothing on earth. */
function refuseOtherCoordinates({ crs }: Record<string, unknown>): void {
  const name = isObject(crs) && isObject(crs.properties) ? String(crs.properties.name) : null;
  if (name === null || DEGREES.test(name)) return;
  throw new ImportFileError(
    `the file's coordinates are in "${name.slice(0, 100)}" (convert it to WGS 84 degrees, EPSG:4326).`,
  );
}

function toRow(row: number, feature: unknown): ReadRow {
  if (isUnparsed(feature)) {
    return { row, column: null, message: `is not JSON: ${feature.unparsed}` };
  }
  if (!isObject(feature) || feature.type !== 'Feature') {
    return { row, column: null, message: 'is not a GeoJSON Feature' };
  }
  const { properties, geometry, id } = feature;
  if (properties !== null && properties !== undefined && !isObject(properties)) {
    return { row, column: 'properties', message: 'must be an object or null' };
  }
  const cells = flatten({ ...(id === undefined ? {} : { id }), ...(properties ?? {}) });
  if (geometry === null || geometry === undefined) return { row, cells, point: null };
  const point = readPoint(geometry);
  return typeof point === 'string'
    ? { row, column: 'geometry', message: point }
    : { row, cells, point };
}

function readPoint(geometry: unknown): LngLat | string {
  if (!isObject(geometry)) return 'must be a Point or null';
  if (geometry.type !== 'Point') {
    return `"${String(geometry.type).slice(0, 40)}" is not a Point (give a Point, or null with a column for the municipality or port)`;
  }
  const coordinates: unknown[] = Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
  const [lng, lat] = coordinates;
  return typeof lng === 'number' && typeof lat === 'number'
    ? [lng, lat]
    : 'a Point needs coordinates [lng, lat] as numbers';
}

/** Nested values become columns of their own: `{"title": {"en": "x"}}` is the column `title.en`. */
function flatten(value: Record<string, unknown>, prefix = '', depth = 1): Record<string, Cell> {
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Cell][] => {
    const name = prefix + key;
    if (Array.isArray(inner) && inner.every((item) => !isObject(item) && !Array.isArray(item))) {
      return [[name, inner.join('; ')]];
    }
    const isNested = isObject(inner) || Array.isArray(inner);
    if (!isNested) return [[name, inner as Cell]];
    if (depth >= DEEPEST) return [[name, JSON.stringify(inner)]];
    return Object.entries(flatten({ ...inner }, `${name}.`, depth + 1));
  });
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
