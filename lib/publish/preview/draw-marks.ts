import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { Region } from '@/lib/domain/region';
import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import { valueAt } from '@/lib/map/expressions';
import { gatherAreas } from '@/lib/map/gather-areas';
import { KIND_SYMBOL_CENTRES, KIND_SYMBOL_PATHS, KIND_SYMBOL_SIZE } from '@/lib/map/kind-symbol';
import {
  type AreaProperties,
  areaFeatures,
  clusterFeatures,
  type SymbolProperties,
} from '@/lib/map/map-features';
import type { Palette } from '@/lib/map/palette';
import {
  AREA_NAME_SCALE,
  AREA_TEXT_SIZE,
  type PlateProperties,
  placeScene,
} from '@/lib/map/place-scene';
import { parseSymbolImageId, SHARE_STEPS, type Shares } from '@/lib/map/symbol-image';
import { textWidth } from '@/lib/map/text-width';
import type { Obstacle } from './draw-names';
import { MAP_VIEWPORT, type PreviewScene } from './preview-scene';
import { isInViewport, type Projection, project, unproject } from './projection';
import { round, textElement } from './svg';

const NO_FIGURES: FeatureCollection<Point, never> = { type: 'FeatureCollection', features: [] };
/** As the plate's image has it: a bar of the kinds, then room, then the text. */
const PLATE = { bar: 4, left: 11, right: 7, height: 10 };

/** A smaller disc would be hidden by its own symbol. */
const SMALLEST_DISC_PX = 12;

export interface DrawnMarks {
  svg: string;
  /** What names of the basemap must leave free. */
  obstacles: Obstacle[];
  namedCodes: Set<string>;
}

/** The records of a view, placed by the map's own rules: rings, symbols, discs, and plates of areas. */
export function drawMarks(
  { map, locale }: Pick<PreviewScene, 'map' | 'locale'>,
  regions: ReadonlyMap<string, Region>,
  projection: Projection,
  palette: Palette,
): DrawnMarks {
  const theme = { theme: 'light' as const, locale };
  const gathered = gatherAreas(map.areas, regions, map.zoom);
  const areas = areaFeatures(gathered, regions, theme);
  const inSight = {
    ...areas,
    features: areas.features
      .filter(({ geometry }) => isInViewport(project(projection, geometry.coordinates)))
      .map((area) => withRoom(area, projection)),
  };
  const placed = placeScene({
    clusters: map.clusters,
    areas: inSight,
    figures: NO_FIGURES,
    zoom: projection.zoom,
  });
  const symbols = clusterFeatures(map.clusters, theme).features;
  const of = (...parts: SymbolProperties['part'][]) =>
    symbols
      .filter(({ properties }) => parts.includes(properties.part))
      .map((symbol) => drawSymbol(symbol, projection, palette))
      .join('');
  const discs = map.clusters.features.map(({ geometry, properties }) => {
    const [x, y] = project(projection, geometry.coordinates);
    const reach = properties.radiusPx + 3;
    return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
  });
  const settled = settlePlates(placed.areas.features, projection, discs);
  const plates = settled.map(({ plate, box }) => drawPlate(plate, box, projection, palette));
  const leaders = leadersTo(placed.leaders.features, settled, projection);
  return {
    svg: [
      of('locality', 'vicinity'),
      leaders.map(({ geometry }) => drawLeader(geometry, projection, palette)).join(''),
      plates.map(({ svg }) => svg).join(''),
      of('leg'),
      of('exact', 'fanned'),
      of('tag'),
      of('cluster'),
    ].join(''),
    obstacles: [...plates.map(({ box }) => box), ...discs],
    namedCodes: new Set(placed.areas.features.map(({ properties }) => properties.code)),
  };
}

/** Whether a disc of a place's uncertainty in sight is large enough to be seen as one. */
export function hasDiscs({ clusters }: PreviewScene['map'], projection: Projection): boolean {
  return clusterFeatures(clusters, { theme: 'light', locale: 'en' }).features.some(
    ({ geometry, properties: { part, radiusAtZoom0 } }) =>
      (part === 'vicinity' || part === 'locality') &&
      geometry.type === 'Point' &&
      isInViewport(
        project(projection, geometry.coordinates),
        radiusAtZoom0 * 2 ** projection.zoom,
      ) &&
      radiusAtZoom0 * 2 ** projection.zoom > SMALLEST_DISC_PX,
  );
}

/** At the edge a plate stands so far inside that all of it is seen, before others make room for it. */
function withRoom(
  area: Feature<Point, AreaProperties>,
  projection: Projection,
): Feature<Point, AreaProperties> {
  const { width, height } = plateSize({ ...area.properties, secondLine: '' }, projection.zoom);
  const [x, y] = project(projection, area.geometry.coordinates);
  const inside = [
    clamp(x, width / 2 + 4, MAP_VIEWPORT.width - width / 2 - 4),
    clamp(y, height / 2 + 4, MAP_VIEWPORT.height - height / 2 - 4),
  ] as const;
  return inside[0] === x && inside[1] === y
    ? area
    : { ...area, geometry: { type: 'Point', coordinates: unproject(projection, inside) } };
}

function drawSymbol(
  { geometry, properties }: Feature<Point | LineString, SymbolProperties>,
  projection: Projection,
  palette: Palette,
): string {
  if (geometry.type === 'LineString') {
    const [from, to] = geometry.coordinates.map((place) => project(projection, place));
    if (!from || !to) return '';
    return `<path d="M${from.map(round).join(' ')}L${to.map(round).join(' ')}" stroke="${palette.ink}" stroke-width="1.2" stroke-opacity="0.7"/>`;
  }
  const [x, y] = project(projection, geometry.coordinates);
  if (!isInViewport([x, y], 60)) return '';
  const { part, kind, radiusPx, label, radiusAtZoom0, retracted } = properties;
  switch (part) {
    case 'cluster':
      return drawRing(x, y, radiusPx, sharesOf(properties.icon), label, palette);
    case 'vicinity':
    case 'locality': {
      const discPx = radiusAtZoom0 * 2 ** projection.zoom;
      const isLargeDisc = discPx > SMALLEST_DISC_PX;
      const color = retracted ? palette.retracted : kind ? palette.kind[kind] : palette.inkSoft;
      const disc = isLargeDisc
        ? `<circle cx="${round(x)}" cy="${round(y)}" r="${round(discPx)}" fill="${color}" fill-opacity="0.16" stroke="${color}" stroke-width="1.5"/>`
        : '';
      return (
        disc + (isLargeDisc || properties.count > 1 ? '' : drawKind(x, y, kind, palette, 1, false))
      );
    }
    case 'tag':
      return drawTag(x, y, properties, projection, palette);
    case 'fanned':
      return drawKind(x, y, kind, palette, 0.85, properties.icon.includes('|exact'));
    case 'exact':
      return drawKind(
        x,
        y,
        kind,
        palette,
        valueAt([4, 0.75, 9, 1, 14, 1.2], projection.zoom),
        true,
      );
    case 'leg':
      return '';
  }
}

/** On the rim of a disc that is drawn, it says its kind by shape; a smaller disc is a symbol itself. */
function drawTag(
  x: number,
  y: number,
  { radiusAtZoom0, kind }: SymbolProperties,
  projection: Projection,
  palette: Palette,
): string {
  const discPx = radiusAtZoom0 * 2 ** projection.zoom;
  return discPx > SMALLEST_DISC_PX ? drawKind(x, y, kind, palette, 0.72, false) : '';
}

/** A record's symbol, with the mark of an exact point. */
export function drawKind(
  x: number,
  y: number,
  kind: Kind | null,
  palette: Palette,
  scale: number,
  isExact: boolean,
): string {
  if (!kind) return '';
  const half = KIND_SYMBOL_SIZE / 2;
  const [markX, markY] = KIND_SYMBOL_CENTRES[kind];
  const mark = isExact
    ? `<circle cx="${markX}" cy="${markY}" r="2.5" fill="${palette.halo}"/>`
    : '';
  return `<g transform="translate(${round(x)} ${round(y)}) scale(${scale.toFixed(3)}) translate(${-half} ${-half})"><path d="${KIND_SYMBOL_PATHS[kind]}" fill="${palette.kind[kind]}" stroke="${palette.halo}" stroke-width="1.8" stroke-linejoin="round" paint-order="stroke"/>${mark}</g>`;
}

function sharesOf(icon: string): Shares {
  const image = parseSymbolImageId(icon);
  return image?.type === 'cluster' || image?.type === 'area' ? image.shares : [0, 0, 0];
}

/** A disc with a number in a ring whose arcs are the shares of the kinds, beginning at noon. */
export function drawRing(
  x: number,
  y: number,
  radiusPx: number,
  shares: Shares,
  label: string,
  palette: Palette,
): string {
  const ring = radiusPx > 25 ? 4.5 : radiusPx < 10 ? 2.6 : 3.5;
  const radius = radiusPx - 1 - ring / 2;
  const present = shares.filter((share) => share > 0).length;
  const gap = present > 1 ? 1.6 / radiusPx : 0;
  let start = -Math.PI / 2;
  const arcs = KINDS.map((kind, index) => {
    const share = shares[index] ?? 0;
    if (share === 0) return '';
    const end = start + (share / SHARE_STEPS) * 2 * Math.PI;
    const arc = arcPath(x, y, radius, start + gap / 2, end - gap / 2);
    start = end;
    return `<path d="${arc}" fill="none" stroke="${palette.kind[kind]}" stroke-width="${ring}"/>`;
  });
  const sizePx = valueAt([12, 10.5, 20, 13, 36, 18], radiusPx);
  return [
    `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radiusPx - 1)}" fill="${palette.surface}" stroke="${palette.halo}" stroke-width="3" paint-order="stroke"/>`,
    ...arcs,
    label === ''
      ? ''
      : textElement(label, x, y + sizePx * 0.36, {
          sizePx,
          fill: palette.ink,
          weight: 700,
          anchor: 'middle',
        }),
  ].join('');
}

function arcPath(x: number, y: number, radius: number, start: number, end: number): string {
  const at = (angle: number) =>
    `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
  const r = radius.toFixed(2);
  const middle = (start + end) / 2;
  return `M${at(start)}A${r} ${r} 0 0 1 ${at(middle)}A${r} ${r} 0 0 1 ${at(end)}`;
}

/** How far a plate that was pushed over the edge may come back inside, in steps. */
const STEPS_PX = [0, 12, 24, 36, 48, 64, 80, 100, 120];

/** Where plates stand in the picture: as placed, or, where that is over its edge, as near as nothing is covered. */
function settlePlates(
  plates: readonly Feature<Point, PlateProperties>[],
  projection: Projection,
  discs: readonly Obstacle[],
): { plate: Feature<Point, PlateProperties>; box: Obstacle }[] {
  const placed = plates.map((plate) => ({ plate, box: plateBox(plate, projection) }));
  const inside = placed.filter(({ box }) => isWhole(box));
  const taken = [...discs, ...inside.map(({ box }) => box)];
  for (const { plate, box } of placed.filter((entry) => !isWhole(entry.box))) {
    const within = {
      x: clamp(box.left, 4, MAP_VIEWPORT.width - (box.right - box.left) - 4) - box.left,
      y: clamp(box.top, 4, MAP_VIEWPORT.height - (box.bottom - box.top) - 4) - box.top,
    };
    const moves = STEPS_PX.flatMap((step) => [
      { x: within.x, y: within.y + step },
      { x: within.x, y: within.y - step },
      { x: within.x + Math.sign(within.x) * step, y: within.y },
    ]).map((move) => moved(box, move));
    const found = moves.find(
      (candidate) => isWhole(candidate) && !taken.some((other) => overlap(candidate, other)),
    );
    const settled = found ?? moved(box, within);
    taken.push(settled);
    inside.push({ plate, box: settled });
  }
  return inside;
}

/** Without those of plates that stand elsewhere now; a line is followed by the point that it begins at. */
function leadersTo<Leader extends Feature<LineString | Point>>(
  leaders: readonly Leader[],
  settled: readonly { box: Obstacle }[],
  projection: Projection,
): Leader[] {
  let isKept = false;
  return leaders.filter(({ geometry }) => {
    if (geometry.type !== 'LineString') return isKept;
    const [x, y] = project(projection, geometry.coordinates.at(-1) ?? []);
    const end = { left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 };
    isKept = settled.some(({ box }) => overlap(box, end));
    return isKept;
  });
}

function plateBox(
  { geometry, properties }: Feature<Point, PlateProperties>,
  projection: Projection,
): Obstacle {
  const [x, y] = project(projection, geometry.coordinates);
  const { width, height } = plateSize(properties, projection.zoom);
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function moved({ left, top, right, bottom }: Obstacle, { x, y }: { x: number; y: number }) {
  return { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
}

function isWhole({ left, top, right, bottom }: Obstacle): boolean {
  return (
    left >= 2 && top >= 2 && right <= MAP_VIEWPORT.width - 2 && bottom <= MAP_VIEWPORT.height - 2
  );
}

function overlap(a: Obstacle, b: Obstacle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function drawPlate(
  { properties }: Feature<Point, PlateProperties>,
  { left, top }: Obstacle,
  projection: Projection,
  palette: Palette,
): { svg: string; box: Obstacle } {
  const { sizePx, nameSizePx, lines, countWidth, width, height } = plateSize(
    properties,
    projection.zoom,
  );
  let barTop = top + 1;
  const bar = KINDS.map((kind, index) => {
    const share = ((sharesOf(properties.icon)[index] ?? 0) / SHARE_STEPS) * (height - 2);
    const piece = `<rect x="${round(left + 1)}" y="${round(barTop)}" width="${PLATE.bar}" height="${round(share)}" fill="${palette.kind[kind]}"/>`;
    barTop += share;
    return share > 0 ? piece : '';
  });
  const baseline = top + PLATE.height / 2 + sizePx * 0.95;
  const svg = [
    `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="3" fill="${palette.surface}" stroke="${palette.surfaceEdge}" stroke-width="1.2"/>`,
    ...bar,
    textElement(properties.countLabel, left + PLATE.left, baseline, {
      sizePx,
      fill: palette.ink,
      weight: 700,
    }),
    ...lines.map((line, index) =>
      textElement(line, left + PLATE.left + countWidth, baseline + index * sizePx * 1.2, {
        sizePx: nameSizePx,
        fill: palette.inkSoft,
        weight: 600,
      }),
    ),
  ].join('');
  return { svg, box: { left, top, right: left + width, bottom: top + height } };
}

function plateSize(
  { name, secondLine, countLabel }: Pick<PlateProperties, 'name' | 'secondLine' | 'countLabel'>,
  zoom: number,
) {
  const sizePx = valueAt(AREA_TEXT_SIZE, zoom);
  const nameSizePx = sizePx * AREA_NAME_SCALE;
  const lines = [name, ...secondLine.split('\n').filter(Boolean)];
  const countWidth = textWidth(countLabel, sizePx, true) + sizePx * 0.5;
  const nameWidth = Math.max(...lines.map((line) => textWidth(line, nameSizePx)));
  const width = PLATE.left + countWidth + nameWidth + PLATE.right;
  const height = sizePx * 1.2 * lines.length + PLATE.height;
  return { sizePx, nameSizePx, lines, countWidth, width, height };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(Math.max(low, high), value));
}

function drawLeader(
  geometry: LineString | Point,
  projection: Projection,
  palette: Palette,
): string {
  if (geometry.type === 'Point') {
    const [x, y] = project(projection, geometry.coordinates);
    return `<circle cx="${round(x)}" cy="${round(y)}" r="2.4" fill="${palette.inkFaint}" stroke="${palette.halo}"/>`;
  }
  const points = geometry.coordinates.map((place) =>
    project(projection, place).map(round).join(' '),
  );
  return `<path d="M${points.join('L')}" fill="none" stroke="${palette.inkFaint}" stroke-width="1.2"/>`;
}
