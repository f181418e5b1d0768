import type { Feature, FeatureCollection, Polygon } from 'geojson';
import { EARTH_RADIUS_METRES, type Shape } from '@/lib/domain/shape';

/** Fine enough that a circle as large as the screen has no corners. */
const CIRCLE_POINTS = 180;

/** What a filter's drawn area looks like on the map: one polygon, or nothing. Coordinates are `[lng, lat]`. */
export function shapeFeatures(shape: Shape | null): FeatureCollection<Polygon> {
  return { type: 'FeatureCollection', features: shape ? [featureOf(shape)] : [] };
}

function featureOf(shape: Shape): Feature<Polygon> {
  const open = shape.type === 'circle' ? circleRing(shape) : shape.ring;
  const [first] = open;
  const ring = first ? [...open, first] : open;
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** On the sphere, as the filter measures it; longitudes go on beyond ±180 instead of jumping. */
function circleRing({
  center: [lng, lat],
  radiusMetres,
}: Extract<Shape, { type: 'circle' }>): [number, number][] {
  const angle = radiusMetres / EARTH_RADIUS_METRES;
  const [sinLat, cosLat] = [Math.sin(radians(lat)), Math.cos(radians(lat))];
  return Array.from({ length: CIRCLE_POINTS }, (_, index): [number, number] => {
    const bearing = (index / CIRCLE_POINTS) * 2 * Math.PI;
    const sinHere = sinLat * Math.cos(angle) + cosLat * Math.sin(angle) * Math.cos(bearing);
    const east = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * cosLat,
      Math.cos(angle) - sinLat * sinHere,
    );
    return [lng + degrees(east), degrees(Math.asin(Math.min(1, Math.max(-1, sinHere))))];
  });
}

function radians(value: number): number {
  return (value * Math.PI) / 180;
}

function degrees(value: number): number {
  return (value * 180) / Math.PI;
}
