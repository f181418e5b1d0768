import type { Geometry } from 'geojson';
import type { Pick } from './map-types';

/** What the map says of a feature under the pointer. */
interface Hit {
  layer: { id: string };
  geometry: Geometry;
  properties: Record<string, unknown>;
}

/**
 * What of the features under the pointer is meant, the topmost layer's first. Symbols answer with their square image, and
 * those of a fan stand close: of one layer's, the nearest is meant. `distancePx` is from the pointer to `[lng, lat]`.
 */
export function pickFeature(
  hits: readonly Hit[],
  distancePx: (lngLat: [number, number]) => number,
): Pick | null {
  const distance = ({ geometry }: Hit): number => {
    if (geometry.type !== 'Point') return 0;
    const [lng = 0, lat = 0] = geometry.coordinates;
    return distancePx([lng, lat]);
  };
  const [feature] = hits
    .filter(({ layer }) => layer.id === hits[0]?.layer.id)
    .sort((a, b) => distance(a) - distance(b));
  if (!feature) return null;
  const { code, rid, cluster } = feature.properties;
  if (typeof code === 'string') return { region: code };
  return typeof rid === 'number' ? { rid } : { clusterId: Number(cluster) };
}
