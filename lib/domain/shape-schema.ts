import { z } from 'zod';
import { pointSchema } from './incident';
import { LONGEST_RADIUS_METRES, MOST_VERTICES } from './shape-limits';

/**
 * An area that a reader drew. A polygon's sides are straight in degrees, as GeoJSON and Turf have them; its ring is open
 * (the last vertex is joined to the first) and may cross itself: then what is enclosed twice is outside. No polygon crosses the
 * date line; a circle may.
 */
export const shapeSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('polygon'),
    ring: z.array(pointSchema).min(3).max(MOST_VERTICES),
  }),
  z.object({
    type: z.literal('circle'),
    center: pointSchema,
    radiusMetres: z.int().min(1).max(LONGEST_RADIUS_METRES),
  }),
]);
export type Shape = z.infer<typeof shapeSchema>;
