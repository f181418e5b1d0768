import type { LngLat } from '../domain/place';
import { readDegrees } from './read-number';
import type { RowReader } from './row-reader';

/** Degrees that hold Europe with its islands and approaches. */
const EUROPE = { west: -32, south: 27, east: 45, north: 72 } as const;

/** The row's point: the feature's geometry, else the latitude and longitude columns. Null where neither is given or sane. */
export function readRowPoint(reader: RowReader): LngLat | null {
  const point = reader.raw.point ?? readColumns(reader);
  if (!point) return null;
  const fault = pointFault(point);
  if (fault === null) return point;
  reader.faults.push({
    row: reader.raw.row,
    column: reader.raw.point ? 'geometry' : reader.columnOf('lat'),
    message: fault,
  });
  return null;
}

function readColumns(reader: RowReader): LngLat | null {
  const lat = reader.read('lat', readDegrees);
  const lng = reader.read('lng', readDegrees);
  const isHalf = (reader.text('lat') === null) !== (reader.text('lng') === null);
  if (isHalf)
    reader.fault(
      reader.text('lat') === null ? 'lng' : 'lat',
      'has no counterpart (a point needs latitude and longitude)',
    );
  return lat === null || lng === null ? null : [lng, lat];
}

/** What is wrong with a point, or null: metres, a placeholder, or latitude and longitude exchanged. */
export function pointFault([lng, lat]: LngLat): string | null {
  const written = `latitude ${lat} and longitude ${lng}`;
  if (lng === 0 && lat === 0) return `${written} is a placeholder (leave the cells empty)`;
  if (!isInEurope(lng, lat) && isInEurope(lat, lng)) {
    return `${written} look swapped (exchange them: --map lat=COLUMN --map lng=COLUMN; GeoJSON is [lng, lat])`;
  }
  if (Math.abs(lat) > 85 || Math.abs(lng) > 180) {
    return `${written} are not degrees (convert them to WGS 84; Belgian Lambert metres cannot be read)`;
  }
  return null;
}

export function isInEurope(lng: number, lat: number): boolean {
  return lng >= EUROPE.west && lng <= EUROPE.east && lat >= EUROPE.south && lat <= EUROPE.north;
}

/** Whether a point is written too coarsely for a 1 km grid: at most one decimal, which is kilometres. */
export function isCoarsePoint([lng, lat]: LngLat): boolean {
  return [lng, lat].every((degrees) => Math.abs(degrees * 10 - Math.round(degrees * 10)) < 1e-9);
}
