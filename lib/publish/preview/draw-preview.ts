import type { Region } from '@/lib/domain/region';
import { PALETTES, type Palette } from '@/lib/map/palette';
import { textWidth } from '@/lib/map/text-width';
import { drawGround } from './draw-ground';
import { drawKey } from './draw-key';
import { drawMarks } from './draw-marks';
import { drawNames, type Obstacle } from './draw-names';
import { drawPanel } from './draw-panel';
import { fitText, fitToLine } from './fit-text';
import type { GroundShape } from './ground';
import type { PlaceName } from './place-names';
import { MAP_FRAME, MAP_VIEWPORT, PREVIEW_SIZE, type PreviewScene } from './preview-scene';
import { projectionOf } from './projection';
import { round, textElement } from './svg';

/** What a picture needs beside its scene: the basemap, prepared, and the gazetteer. */
export interface PreviewGround {
  shapes: readonly GroundShape[];
  names: readonly PlaceName[];
  regions: ReadonlyMap<string, Region>;
}

/**
 * A preview image as SVG: a function of the scene and the ground. Every text is escaped, and no element names a file or
 * an address, so whoever renders it reads nothing else. Always light: chats show it on grounds of both themes, and one
 * picture of a link is worth more than a guess at its reader's.
 */
export function drawPreview(scene: PreviewScene, ground: PreviewGround): string {
  const palette = PALETTES.light;
  const { width, height } = PREVIEW_SIZE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    drawMap(scene, ground, palette),
    drawPanel(scene, palette),
    drawKey(scene, palette),
    scene.simulated === null ? '' : drawPattern(scene.simulated, palette),
    '</svg>',
  ].join('');
}

/** In a frame of its own, which cuts what lies outside. */
function drawMap(scene: PreviewScene, ground: PreviewGround, palette: Palette): string {
  const projection = projectionOf(scene.map.camera);
  const marks = drawMarks(scene, ground.regions, projection, palette);
  const plate = scene.map.empty === null ? null : drawEmpty(scene.map.empty, palette);
  const obstacles = [...marks.obstacles, ...(plate ? [plate.box] : [])];
  const names = drawNames(ground.names, projection, {
    locale: scene.locale,
    palette,
    obstacles,
    namedCodes: marks.namedCodes,
  });
  return [
    `<svg x="${MAP_FRAME.x}" y="${MAP_FRAME.y}" width="${MAP_FRAME.width}" height="${MAP_FRAME.height}" viewBox="0 0 ${round(MAP_VIEWPORT.width)} ${round(MAP_VIEWPORT.height)}">`,
    `<g opacity="${scene.map.empty === null ? 1 : 0.55}">`,
    drawGround(ground.shapes, projection, palette),
    names,
    '</g>',
    marks.svg,
    plate?.svg ?? '',
    '</svg>',
  ].join('');
}

interface Boxed {
  svg: string;
  box: Obstacle;
}

/** A map without records says so itself: without words it would look like one that failed. */
function drawEmpty(text: string, palette: Palette): Boxed {
  const fitted = fitText(text, {
    widthPx: 300,
    steps: [
      { sizePx: 19, lines: 2 },
      { sizePx: 15, lines: 4 },
    ],
    isBold: true,
  });
  const width =
    Math.max(...fitted.lines.map((line) => textWidth(line, fitted.sizePx, true)), 80) + 40;
  const height = fitted.lines.length * fitted.sizePx * 1.3 + 28;
  const left = (MAP_VIEWPORT.width - width) / 2;
  const top = (MAP_VIEWPORT.height - height) / 2;
  const lines = fitted.lines.map((line, index) =>
    textElement(line, MAP_VIEWPORT.width / 2, top + 14 + fitted.sizePx * (1 + index * 1.3), {
      sizePx: fitted.sizePx,
      fill: palette.ink,
      weight: 700,
      anchor: 'middle',
    }),
  );
  return {
    svg: `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="5" fill="${palette.surface}" stroke="${palette.surfaceEdge}" stroke-width="1.5"/>${lines.join('')}`,
    box: { left, top, right: left + width, bottom: top + height },
  };
}

/** The word on a slant across everything, so that no part that is cut out of the picture is without it. */
function drawPattern(word: string, palette: Palette): string {
  const [stepX, stepY] = [320, 150];
  const written: string[] = [];
  const { text, sizePx } = fitToLine(word.toUpperCase(), 250, [34, 30, 26, 22], true);
  for (let row = 0; row * stepY <= PREVIEW_SIZE.height; row += 1) {
    for (let column = 0; column * stepX <= PREVIEW_SIZE.width; column += 1) {
      const x = column * stepX + (row % 2 === 0 ? 60 : 220);
      written.push(
        `<g transform="translate(${x} ${row * stepY + 60}) rotate(-25.7)">${textElement(
          text,
          0,
          0,
          {
            sizePx,
            fill: palette.simulated,
            weight: 700,
            anchor: 'middle',
            spacingPx: 2,
          },
        )}</g>`,
      );
    }
  }
  return `<g opacity="0.1">${written.join('')}</g>`;
}
