import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec';

/** Zooms and values in turn: `[3, 12, 7, 16]` is 12 up to zoom 3, 16 from zoom 7, and in between linear. */
export type Stops = readonly number[];

/** A value that changes with the zoom. */
export function byZoom(...stops: (number | ExpressionSpecification)[]): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...stops] as unknown as ExpressionSpecification;
}

/** What `byZoom(...stops)` is at a zoom. */
export function valueAt(stops: Stops, zoom: number): number {
  let [before, value] = [stops[0] ?? 0, stops[1] ?? 0];
  if (zoom <= before) return value;
  for (let index = 2; index < stops.length; index += 2) {
    const [stop = 0, target = 0] = stops.slice(index, index + 2);
    if (zoom < stop) return value + ((zoom - before) / (stop - before)) * (target - value);
    [before, value] = [stop, target];
  }
  return value;
}
