import type { Feature, FeatureCollection, LineString, Point, Position } from 'geojson';
import type { MapLabel } from '@/lib/domain/map-label';
import { SINGLE_RADIUS_PX, type ViewResponse } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';
import { FIGURES_MAX_ZOOM } from './drawn-zooms';
import { type Stops, valueAt } from './expressions';
import {
  FIGURE_LINE_HEIGHT,
  FIGURE_SECOND_LINE,
  FIGURE_TEXT_SIZE,
  RADIUS_PER_ROOT,
} from './figure-layers';
import type { AreaProperties, FigureSymbolProperties } from './map-features';
import {
  type Box,
  type Disc,
  isWithin,
  nearestIn,
  placeBoxes,
  reachOf,
  type Wish,
} from './place-boxes';
import { isCut, type SeenMap, type Sight, sightOf } from './seen-map';
import { sharedLabelDiscs } from './shared-labels';
import { textWidth } from './text-width';

/** Text sizes of an area's plate; its name is smaller than its number. */
export const AREA_TEXT_SIZE: Stops = [4, 11, 9, 12.5, 12, 13.5];
export const AREA_NAME_SCALE = 0.86;
/** What the plate's image adds around its text: the bar and its room, and the edges. */
const PLATE_EXTRA = { width: 18, height: 10 };
const LINE_HEIGHT = 1.2;
const SPACES = '  ';
/** From here on Brussels' plates have room for both languages. */
const BILINGUAL_MIN_ZOOM = 11;
/** With its halo. */
const SYMBOL_RADIUS_PX = 12;
const CLUSTER_EDGE_PX = 2;
/** A ring from here on is a landmark, whose label comes before the plates of areas. */
const LARGE_RING_PX = 20;
/** Farther from a small ring its label would be read as another place's. */
const FARTHEST_LABEL_PX = 22;
/** A ring from here on has room for a plate inside. */
const ROOMY_RING_PX = 48;
const RING_GAP_PX = 4;
/** A plate that is farther from its point than this gets a line to it. */
const LEADER_FROM_PX = 10;
const TILE_PX = 512;

export interface FigureLabelProperties extends FigureSymbolProperties {
  portLabel: string;
  justify: 'left' | 'right' | 'center';
}

export interface PlateProperties extends AreaProperties {
  /** A line break and the other name, or nothing. */
  secondLine: string;
}

/** What carries a number and is not a symbol at its own place: where each stands, and lines to what it belongs to. */
export interface PlacedScene {
  areas: FeatureCollection<Point, PlateProperties>;
  figureLabels: FeatureCollection<Point, FigureLabelProperties>;
  leaders: FeatureCollection<LineString | Point>;
}

/** To find room between more points than this would take seconds, and there is hardly any. */
const MOST_POINTS_AVOIDED = 300;
const CROWD_CELL_PX = 20;
const NOTHING: ViewResponse['clusters'] = { type: 'FeatureCollection', features: [] };

/**
 * The symbols that numbers leave free. Many points are left free as the crowd that they are, by cells; where that has no
 * end, plates lie over some of them.
 */
export function symbolsToAvoid(
  { marks, clusters }: Pick<ViewResponse, 'marks' | 'clusters'>,
  zoom: number,
): ViewResponse['clusters'] {
  if (marks !== 'points' || clusters.features.length <= MOST_POINTS_AVOIDED) return clusters;
  const scale = (TILE_PX * 2 ** zoom) / WORLD_SIZE;
  const cells = new Map<string, ViewResponse['clusters']['features'][number]>();
  for (const feature of clusters.features) {
    const { x, y } = toPixels(feature.geometry, scale);
    const [column, row] = [Math.floor(x / CROWD_CELL_PX), Math.floor(y / CROWD_CELL_PX)];
    const key = `${column} ${row}`;
    if (cells.has(key)) continue;
    const middle = { x: (column + 0.5) * CROWD_CELL_PX, y: (row + 0.5) * CROWD_CELL_PX };
    const properties = { ...feature.properties, count: 2, radiusPx: CROWD_CELL_PX / Math.SQRT2 };
    cells.set(key, { ...feature, geometry: toPoint(middle, scale), properties });
  }
  return cells.size > MOST_POINTS_AVOIDED
    ? NOTHING
    : { type: 'FeatureCollection', features: [...cells.values()] };
}

interface Scene {
  clusters: ViewResponse['clusters'];
  areas: FeatureCollection<Point, AreaProperties>;
  figures: FeatureCollection<Point, FigureSymbolProperties>;
  /** The view's step; at larger zooms things are only farther apart. */
  zoom: number;
  /** Words that somebody put on the map. */
  labels?: readonly MapLabel[];
  /** Null where all of the map may be seen, and nothing is over it. */
  seen?: SeenMap | null;
}

interface Labelled<Properties> {
  feature: Feature<Point, Properties>;
  wish: Wish;
}

/**
 * One policy for all numbers on the map: symbols, rings and words that somebody put there stand where they are; labels of large rings stand beside them;
 * plates of areas stand on their points or as near as there is room, the largest first; labels of small rings follow, and
 * one that finds no room near its ring waits for a closer zoom, where there is. What belongs to a point that is seen is seen
 * whole; the plate of an area whose point is not seen is left out rather than cut by the map's edge. A map that nobody moves
 * shows every count whose point it shows, if need be far from that point or over symbols; labels of small rings that find no room
 * are left out of it.
 */
export function placeScene({
  clusters,
  areas,
  figures,
  zoom,
  labels = [],
  seen = null,
}: Scene): PlacedScene {
  const scale = (TILE_PX * 2 ** zoom) / WORLD_SIZE;
  const sight = seen && sightOf(seen, zoom);
  const shownFigures = zoom < FIGURES_MAX_ZOOM ? figures.features : [];
  const figureLabels = sorted(shownFigures, ({ properties }) => properties.high).map((feature) =>
    inSight(figureWish(feature, zoom, scale), sight),
  );
  const isWhole = (wish: Wish, box: Box) =>
    !sight || wish.within !== undefined || !(sight.isFixed || isCut(box, sight.frame));
  const wanted = sorted(areas.features, ({ properties }) => properties.count)
    .map((feature) => inSight(areaWish(feature, zoom, scale), sight))
    .filter(({ wish }) => isWhole(wish, wish));
  const isLarge = ({ wish }: { wish: Wish }) => wish.clear >= LARGE_RING_PX;
  const large = figureLabels.filter(isLarge);
  const small = figureLabels.filter((label) => !isLarge(label));
  const wishes = [...large, ...wanted, ...small].map(({ wish }) => wish);
  const discs = [
    ...clusters.features.map((feature) => symbolDisc(feature, scale)),
    ...shownFigures.map((feature) => ringDisc(feature, zoom, scale)),
    ...sharedLabelDiscs(labels, (point) => toPixels({ type: 'Point', coordinates: point }, scale)),
  ];
  const placed = placeBoxes(wishes, discs, sight?.covered);
  const boxOf = ({ id, ...wish }: Wish): Box => placed.get(id) ?? wish;
  const isThere = ({ wish }: { wish: Wish }) => placed.has(wish.id);
  const plates = wanted.filter(isThere).filter(({ wish }) => isWhole(wish, boxOf(wish)));
  const near = small
    .filter(isThere)
    .filter(({ wish }) => reachOf(boxOf(wish), wish) <= wish.clear + FARTHEST_LABEL_PX);
  const shownLabels = [...large.filter(isThere), ...near];
  return {
    areas: collect(
      plates.map(({ feature, wish }) => ({ ...feature, geometry: toPoint(boxOf(wish), scale) })),
    ),
    figureLabels: collect(
      shownLabels.map(({ feature, wish }) => ({
        ...feature,
        geometry: toPoint(boxOf(wish), scale),
        properties: {
          ...feature.properties,
          portLabel: portLabel(feature.properties),
          justify: sideOf(boxOf(wish), wish),
        },
      })),
    ),
    leaders: collect(
      [...plates, ...shownLabels].flatMap(({ wish }) => leader(wish, boxOf(wish), scale)),
    ),
  };
}

function inSight<Properties>(
  labelled: Labelled<Properties>,
  sight: Sight | null,
): Labelled<Properties> {
  const { wish } = labelled;
  if (!sight || !isWithin({ ...wish, width: 0, height: 0 }, sight.seen)) return labelled;
  const isSmallRing = wish.clear > 0 && wish.clear < LARGE_RING_PX;
  const kept: Wish = {
    ...wish,
    within: sight.frame,
    isOptional: sight.isFixed && isSmallRing,
    staysWithin: sight.isFixed && !isSmallRing,
  };
  return { ...labelled, wish: kept };
}

function figureWish(
  feature: Feature<Point, FigureSymbolProperties>,
  zoom: number,
  scale: number,
): Labelled<FigureSymbolProperties> {
  const { properties } = feature;
  const size = valueAt(FIGURE_TEXT_SIZE, zoom);
  const width = Math.max(
    textWidth(properties.valueLabel, size, true),
    textWidth(portLabel(properties), size * FIGURE_SECOND_LINE),
  );
  const height = size * FIGURE_LINE_HEIGHT * 2;
  const clear = ringRadius(properties.high, zoom) + RING_GAP_PX + 1;
  const id = `figure ${properties.label}`;
  return { feature, wish: { id, ...toPixels(feature.geometry, scale), width, height, clear } };
}

function areaWish(
  feature: Feature<Point, AreaProperties>,
  zoom: number,
  scale: number,
): Labelled<PlateProperties> {
  const { code, countLabel, name, otherName } = feature.properties;
  const size = valueAt(AREA_TEXT_SIZE, zoom);
  const hasTwo = otherName !== '' && zoom >= BILINGUAL_MIN_ZOOM;
  const first =
    textWidth(countLabel, size, true) +
    textWidth(SPACES, size) +
    textWidth(name, size * AREA_NAME_SCALE);
  const second = hasTwo ? textWidth(otherName, size * AREA_NAME_SCALE) : 0;
  const width = Math.max(first, second) + PLATE_EXTRA.width;
  const height = size * LINE_HEIGHT * (hasTwo ? 2 : 1) + PLATE_EXTRA.height;
  const id = `area ${code}`;
  const properties = { ...feature.properties, secondLine: hasTwo ? `\n${otherName}` : '' };
  return {
    feature: { ...feature, properties },
    wish: { id, ...toPixels(feature.geometry, scale), width, height, clear: 0 },
  };
}

function symbolDisc(feature: ViewResponse['clusters']['features'][number], scale: number): Disc {
  const { count, radiusPx } = feature.properties;
  const radius =
    count > 1 ? radiusPx + CLUSTER_EDGE_PX : (SYMBOL_RADIUS_PX * radiusPx) / SINGLE_RADIUS_PX;
  return { ...toPixels(feature.geometry, scale), radius, isRing: false };
}

function ringDisc(
  { geometry, properties }: Feature<Point, FigureSymbolProperties>,
  zoom: number,
  scale: number,
): Disc {
  const radius = ringRadius(properties.high, zoom);
  return { ...toPixels(geometry, scale), radius, isRing: radius >= ROOMY_RING_PX };
}

function ringRadius(tonnes: number, zoom: number): number {
  return valueAt(RADIUS_PER_ROOT, zoom) * Math.sqrt(Math.max(0, tonnes));
}

function portLabel({ label, year }: FigureSymbolProperties): string {
  return `${label} ${year}`;
}

/** Text beside a ring begins at the ring. */
function sideOf(box: Box, wish: Wish): FigureLabelProperties['justify'] {
  if (Math.abs(box.x - wish.x) < wish.width / 2) return 'center';
  return box.x > wish.x ? 'left' : 'right';
}

/** A line from a label that had to move to the point that it belongs to; within the ring it would only be clutter. */
function leader(wish: Wish, box: Box, scale: number): Feature<LineString | Point>[] {
  const end = nearestIn(box, wish.x, wish.y);
  const distance = Math.hypot(end.x - wish.x, end.y - wish.y);
  if (distance <= wish.clear + LEADER_FROM_PX) return [];
  const share = wish.clear / distance;
  const start = {
    x: wish.x + (end.x - wish.x) * share,
    y: wish.y + (end.y - wish.y) * share,
  };
  const line: LineString = {
    type: 'LineString',
    coordinates: [toPosition(start, scale), toPosition(end, scale)],
  };
  return [
    { type: 'Feature', properties: {}, geometry: line },
    { type: 'Feature', properties: {}, geometry: toPoint(start, scale) },
  ];
}

function sorted<Properties>(
  features: readonly Feature<Point, Properties>[],
  weight: (feature: Feature<Point, Properties>) => number,
): Feature<Point, Properties>[] {
  return features.toSorted((a, b) => weight(b) - weight(a) || order(a, b));
}

/** Equal weights keep one order, whatever order they came in. */
function order(a: Feature<Point, unknown>, b: Feature<Point, unknown>): number {
  const [left, right] = [a, b].map(({ geometry }) => geometry.coordinates.join());
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function collect<Geometry extends Point | LineString, Properties>(
  features: Feature<Geometry, Properties>[],
): FeatureCollection<Geometry, Properties> {
  return { type: 'FeatureCollection', features };
}

function toPixels({ coordinates: [lng = 0, lat = 0] }: Point, scale: number) {
  return { x: mercatorX(lng) * scale, y: mercatorY(lat) * scale };
}

function toPosition({ x, y }: { x: number; y: number }, scale: number): Position {
  return [lngOfX(x / scale), latOfY(y / scale)];
}

function toPoint(place: { x: number; y: number }, scale: number): Point {
  return { type: 'Point', coordinates: toPosition(place, scale) };
}
