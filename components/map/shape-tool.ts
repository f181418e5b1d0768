import type { Polygon, Position } from 'geojson';
import { TerraDraw, TerraDrawCircleMode, TerraDrawPolygonMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { isShape, metresBetween, roundShape, type Shape } from '@/lib/domain/shape';
import { LONGEST_RADIUS_METRES, MOST_VERTICES } from '@/lib/domain/shape-limits';
import type { Palette } from '@/lib/map/palette';
import { enlargementOf } from './enlargement';

type Corner = [number, number];

/** Terra Draw counts pixels of the screen, and a map that is drawn enlarged its own, which are fewer. */
class EnlargedAdapter<Map> extends TerraDrawMapLibreGLAdapter<Map> {
  private get enlargement(): number {
    return enlargementOf(this.getMapEventElement());
  }

  override project(lng: number, lat: number) {
    const { x, y } = super.project(lng, lat);
    return { x: x * this.enlargement, y: y * this.enlargement };
  }

  override unproject(x: number, y: number) {
    return super.unproject(x / this.enlargement, y / this.enlargement);
  }
}

/**
 * Lets the reader draw on the map: corners of a polygon by clicks, the last on the first; a circle by its middle and its
 * edge. Escape begins anew.
 * @returns the shape as an address can say it, or null where `signal` ended it or what was drawn is no area
 */
export function drawOnMap<Map extends { getStyle: () => unknown }>(
  map: Map,
  type: Shape['type'],
  palette: Palette,
  signal: AbortSignal,
): Promise<Shape | null> {
  const styles = stylesOf(palette);
  const draw = new TerraDraw({
    adapter: new EnlargedAdapter({ map }),
    modes: [
      new TerraDrawPolygonMode({ styles }),
      new TerraDrawCircleMode({ styles, projection: 'globe' }),
    ],
  });
  draw.start();
  draw.setMode(type);
  return new Promise((settle) => {
    const end = (shape: Shape | null) => {
      // A map that was removed has no style, and forgot what was drawn with everything else.
      if (map.getStyle()) draw.stop();
      settle(shape);
    };
    signal.addEventListener('abort', () => end(null), { once: true });
    draw.on('finish', (id) => {
      const geometry = draw.getSnapshotFeature(id)?.geometry;
      end(geometry?.type === 'Polygon' ? shapeOf(type, geometry) : null);
    });
  });
}

function stylesOf({ ink, surface }: Palette) {
  const [outline, ground] = [hex(ink), hex(surface)];
  return {
    fillColor: outline,
    fillOpacity: 0.08,
    outlineColor: outline,
    outlineWidth: 2,
    closingPointColor: outline,
    closingPointWidth: 6,
    closingPointOutlineColor: ground,
    closingPointOutlineWidth: 2,
  };
}

function hex(colour: string): `#${string}` {
  return `#${colour.slice(1)}`;
}

function shapeOf(type: Shape['type'], { coordinates }: Polygon): Shape | null {
  const ring = (coordinates[0] ?? []).slice(0, -1).map(cornerOf);
  const drawn = type === 'circle' ? circleOf(ring) : { type, ring: ring.slice(0, MOST_VERTICES) };
  return isShape(drawn) ? roundShape(drawn) : null;
}

function cornerOf([lng = Number.NaN, lat = Number.NaN]: Position): Corner {
  return [lng, lat];
}

/** Of a circle on the sphere its northern and southern ends lie on the meridian of its middle. */
function circleOf(ring: readonly Corner[]): Shape {
  const middleOf = (axis: 0 | 1): number => {
    const along = ring.map((corner) => corner[axis]);
    return (Math.min(...along) + Math.max(...along)) / 2;
  };
  const center: Corner = [middleOf(0), middleOf(1)];
  const reach = ring.map(([lng, lat]) => metresBetween(center, lng, lat));
  const radiusMetres = Math.round(Math.min(LONGEST_RADIUS_METRES, Math.max(1, ...reach)));
  return { type: 'circle', center, radiusMetres };
}
