import { type Stops, valueAt } from '@/lib/map/expressions';
import type { Palette } from '@/lib/map/palette';
import type { GroundLine, GroundShape, LineRole } from './ground';
import { MAP_VIEWPORT } from './preview-scene';
import type { Projection } from './projection';
import { round } from './svg';

/** Pixels around the viewport in which lines are still drawn, so that none ends or is cut in sight. */
const MARGIN_PX = 40;
/** Points nearer to the one before are left out: they could not be told apart. */
const SMALLEST_STEP_PX = 0.6;

type Point = readonly [x: number, y: number];

/** Sea, land, coasts, borders and provinces' outlines of a view as SVG, as the map's own layers draw them. */
export function drawGround(
  shapes: readonly GroundShape[],
  projection: Projection,
  palette: Palette,
): string {
  const paths = (role: LineRole) => pathOf(shapes, projection, role);
  const { zoom } = projection;
  const line = (d: string, color: string, widths: Stops, opacity: number, extra = '') =>
    d === ''
      ? ''
      : `<path d="${d}" fill="none" stroke="${color}" stroke-width="${round(valueAt(widths, zoom))}" stroke-opacity="${opacity}" stroke-linejoin="round"${extra}/>`;
  const coast = paths('coast');
  const land = paths('land');
  const border = paths('border');
  return [
    `<rect width="${round(MAP_VIEWPORT.width)}" height="${round(MAP_VIEWPORT.height)}" fill="${palette.sea}"/>`,
    line(coast, palette.shallows, [3, 10, 6, 18, 10, 34], 0.22),
    line(coast, palette.shallows, [3, 5, 6, 9, 10, 16], 0.4),
    land && `<path d="${land}" fill="${palette.land}" fill-rule="evenodd"/>`,
    line(coast, palette.coast, [3, 0.6, 7, 1, 11, 1.6], valueAt([10.5, 1, 12.5, 0.35], zoom)),
    line(border, palette.border, [4, 2, 8, 5, 12, 8], 0.14),
    line(border, palette.border, [3, 0.7, 7, 1.1, 12, 1.6], 0.9),
    zoom < 6 || zoom > 12
      ? ''
      : line(
          paths('province'),
          palette.province,
          [6, 0.6, 9, 1.1],
          valueAt([6, 0.3, 6.8, 0.9, 10, 0.9, 12, 0.3], zoom),
          ' stroke-dasharray="4 2.5"',
        ),
  ].join('');
}

function pathOf(shapes: readonly GroundShape[], projection: Projection, role: LineRole): string {
  const isArea = role === 'land';
  return shapes
    .filter((shape) => shape.role === role)
    .flatMap(({ lines }) => lines)
    .filter((line) => isNear(line, projection))
    .map((line) => (isArea ? ringPath(line, projection) : linePath(line, projection)))
    .join('');
}

function isNear({ box }: GroundLine, { worldPx, left, top }: Projection): boolean {
  const [x0, y0, x1, y1] = box;
  return (
    (x1 - left) * worldPx > -MARGIN_PX &&
    (y1 - top) * worldPx > -MARGIN_PX &&
    (x0 - left) * worldPx < MAP_VIEWPORT.width + MARGIN_PX &&
    (y0 - top) * worldPx < MAP_VIEWPORT.height + MARGIN_PX
  );
}

function pointsOf({ units }: GroundLine, { worldPx, left, top }: Projection): Point[] {
  const points: Point[] = [];
  let last: Point | null = null;
  for (let index = 0; index < units.length; index += 2) {
    const x = ((units[index] ?? 0) - left) * worldPx;
    const y = ((units[index + 1] ?? 0) - top) * worldPx;
    const isEnd = index + 2 >= units.length;
    const isFar =
      last === null || Math.abs(x - last[0]) + Math.abs(y - last[1]) >= SMALLEST_STEP_PX;
    if (!isFar && !isEnd) continue;
    last = [x, y];
    points.push(last);
  }
  return points;
}

function ringPath(line: GroundLine, projection: Projection): string {
  const points = clipRing(pointsOf(line, projection));
  if (points.length < 3) return '';
  return `M${points.map(said).join('L')}Z`;
}

/** Only what lies near the viewport, in as many pieces as that takes. */
function linePath(line: GroundLine, projection: Projection): string {
  const pieces: Point[][] = [];
  let piece: Point[] | null = null;
  const points = pointsOf(line, projection);
  for (let index = 1; index < points.length; index += 1) {
    const [from, to] = [points[index - 1] as Point, points[index] as Point];
    if (!mayCross(from, to)) {
      piece = null;
      continue;
    }
    if (piece) piece.push(to);
    else {
      piece = [from, to];
      pieces.push(piece);
    }
  }
  return pieces.map((part) => `M${part.map(said).join('L')}`).join('');
}

const EDGES = {
  left: -MARGIN_PX,
  top: -MARGIN_PX,
  right: MAP_VIEWPORT.width + MARGIN_PX,
  bottom: MAP_VIEWPORT.height + MARGIN_PX,
};

function mayCross([x0, y0]: Point, [x1, y1]: Point): boolean {
  return (
    Math.max(x0, x1) >= EDGES.left &&
    Math.min(x0, x1) <= EDGES.right &&
    Math.max(y0, y1) >= EDGES.top &&
    Math.min(y0, y1) <= EDGES.bottom
  );
}

/** Sutherland and Hodgman's clipping, one side of the frame after the other. */
export function clipRing(ring: readonly Point[]): Point[] {
  let points = [...ring];
  for (const [axis, edge, sign] of [
    [0, EDGES.left, 1],
    [0, EDGES.right, -1],
    [1, EDGES.top, 1],
    [1, EDGES.bottom, -1],
  ] as const) {
    const isInside = (point: Point) => (point[axis] - edge) * sign >= 0;
    if (points.every(isInside)) continue;
    const kept: Point[] = [];
    points.forEach((to, index) => {
      const from = points.at(index - 1) as Point;
      if (isInside(from) !== isInside(to)) kept.push(crossing(from, to, axis, edge));
      if (isInside(to)) kept.push(to);
    });
    points = kept;
  }
  return points;
}

function crossing(from: Point, to: Point, axis: 0 | 1, edge: number): Point {
  const share = (edge - from[axis]) / (to[axis] - from[axis]);
  const other = axis === 0 ? 1 : 0;
  const across = from[other] + share * (to[other] - from[other]);
  return axis === 0 ? [edge, across] : [across, edge];
}

function said([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}
