import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import { KIND_SYMBOL_PATHS, KIND_SYMBOL_SIZE } from '@/lib/map/kind-symbol';
import type { Palette } from '@/lib/map/palette';
import { kindMarks } from './layout-drawings';
import { type Mark, rectPath } from './sheet-marks';

/** A sign of the map that a legend explains; a tone is of a shaded area, 0 for none and then 1 to 5; a bar is of a chart. */
export type LegendSign =
  | Kind
  | 'cluster'
  | 'disc'
  | 'area'
  | 'concentration'
  | 'figure'
  | 'grid'
  | 'heat'
  | 'shape'
  | 'ghost'
  | 'softSymbol'
  | 'ground'
  | { tone: number }
  | { bar: Kind; opacity?: number };

/** Side of the square in which a sign is drawn, in CSS pixels. */
export const SIGN_PX = KIND_SYMBOL_SIZE;

/** A sign as the map draws it, in a square of `SIGN_PX`. */
export function legendMarks(sign: LegendSign, palette: Palette): Mark[] {
  if (typeof sign === 'object') {
    return 'tone' in sign ? [toneMark(sign.tone, palette)] : barMarks(sign, palette);
  }
  const at = { type: 'path', x: 0, y: 0 } as const;
  switch (sign) {
    case 'shooting':
    case 'seizure':
    case 'incident':
      return [{ ...at, d: KIND_SYMBOL_PATHS[sign], fill: palette.kind[sign] }];
    case 'cluster':
      return [
        { ...at, d: circlePath(8.5), fill: palette.surface, stroke: palette.surfaceEdge },
        ...KINDS.map((kind, index): Mark => {
          return {
            ...at,
            d: arcPath(9, index / 3, (index + 1) / 3),
            ...line(palette.kind[kind], 3),
          };
        }),
      ];
    case 'disc':
      return [
        { ...at, d: circlePath(9.5), fill: palette.kind.shooting, opacity: 0.25 },
        { ...at, d: circlePath(9.5), ...line(palette.kind.shooting, 1) },
      ];
    case 'area':
      return [
        {
          ...at,
          d: rectPath(20, 14),
          x: 2,
          y: 5,
          fill: palette.surface,
          ...line(palette.inkSoft, 1),
        },
        { ...at, d: rectPath(14, 3), x: 5, y: 13, fill: palette.kind.shooting },
      ];
    case 'concentration':
      return [
        { ...at, d: 'M3 16L7 4L18 3L22 13L15 21Z', ...line(palette.ink, 1.5), dash: [3, 2.5] },
      ];
    case 'shape':
      return [{ ...at, d: 'M3 18L5 5L16 3L21 14L13 21Z', ...line(palette.ink, 2) }];
    case 'figure':
      return [{ ...at, d: circlePath(9.5), ...line(palette.figure, 1.5) }];
    case 'grid':
      return [0.25, 0.5, 0.8].map((opacity, index) => ({
        ...at,
        d: 'M0 -6.5L5.6 -3.2V3.2L0 6.5L-5.6 3.2V-3.2Z',
        x: [6.2, 17.8, 12][index] ?? 0,
        y: [7, 7, 17][index] ?? 0,
        fill: palette.texture,
        opacity,
      }));
    case 'heat':
      return palette.heat.map((fill, index) => ({
        ...at,
        d: rectPath(8, 12),
        x: index * 8,
        y: 6,
        fill,
      }));
    case 'softSymbol':
      return [{ ...at, d: KIND_SYMBOL_PATHS.shooting, fill: palette.kind.shooting }];
    case 'ground':
      return [
        { ...at, d: rectPath(22, 14), x: 1, y: 5, fill: palette.land, ...line(palette.border, 1) },
      ];
    case 'ghost':
      return [{ ...at, d: 'M4 20V6H20V20', ...line(palette.ink, 1.5) }];
  }
}

/** In the strength of its year, or with the lines of its kind. */
function barMarks({ bar, opacity }: { bar: Kind; opacity?: number }, palette: Palette): Mark[] {
  const at = { x: 4, y: 4, d: rectPath(16, 16) };
  if (opacity === undefined) return kindMarks(bar, at, { palette });
  return [{ type: 'path', ...at, fill: palette.kind[bar], opacity }];
}

function line(stroke: string, strokePx: number) {
  return { stroke, strokePx };
}

function toneMark(tone: number, palette: Palette): Mark {
  const fill = tone === 0 ? palette.shadeZero : (palette.shade[tone - 1] ?? palette.shadeZero);
  return { type: 'path', x: 1, y: 5, d: rectPath(22, 14), fill, ...line(palette.border, 1) };
}

function circlePath(radius: number): string {
  const { x, y } = { x: SIGN_PX / 2, y: SIGN_PX / 2 };
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 1 ${2 * radius} 0a${radius} ${radius} 0 1 1 ${-2 * radius} 0Z`;
}

/** From one share of a turn to another, beginning at noon; less than half a turn. */
function arcPath(radius: number, from: number, to: number): string {
  const at = (turn: number) =>
    `${SIGN_PX / 2 + radius * Math.sin(2 * Math.PI * turn)} ${SIGN_PX / 2 - radius * Math.cos(2 * Math.PI * turn)}`;
  return `M${at(from)}A${radius} ${radius} 0 0 1 ${at(to)}`;
}
