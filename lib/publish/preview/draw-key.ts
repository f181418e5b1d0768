import { KINDS } from '@/lib/domain/vocabulary';
import type { Palette } from '@/lib/map/palette';
import { quantiseShares } from '@/lib/map/symbol-image';
import { textWidth } from '@/lib/map/text-width';
import { drawRing, hasDiscs } from './draw-marks';
import { MAP_FRAME, type PreviewScene } from './preview-scene';
import { projectionOf } from './projection';
import { textElement } from './svg';

const LEFT = 36;
/** The credits begin there. */
const RIGHT = 715;
const BASELINE = MAP_FRAME.height + 47;
const SIZES_PX = [15, 14, 13, 12];
const SIGN_PX = 26;
const GAP_PX = 18;

/**
 * What rings, plates and discs mean, where the picture has any, in colours that it has: under the map, since on it every
 * corner may hold records.
 */
export function drawKey({ map, legend, kinds }: PreviewScene, palette: Palette): string {
  const entries = [
    ...(map.clusters.features.some(({ properties }) => properties.count > 1)
      ? [{ text: legend.several, sign: 'ring' as const }]
      : []),
    ...(map.areas.length > 0 ? [{ text: legend.area, sign: 'plate' as const }] : []),
    ...(hasDiscs(map, projectionOf(map.camera))
      ? [{ text: legend.discs, sign: 'disc' as const }]
      : []),
  ];
  const widthAt = (sizePx: number) =>
    entries.reduce((sum, { text }) => sum + SIGN_PX + textWidth(text, sizePx) + GAP_PX, -GAP_PX);
  const sizePx = SIZES_PX.find((size) => LEFT + widthAt(size) <= RIGHT);
  // Words that are far too long would run over the credits: the shapes have to do then.
  if (sizePx === undefined) return '';
  const [a = 0, b = 0, c = 0] = KINDS.map((kind) =>
    Number(kinds.some((entry) => entry.kind === kind)),
  );
  const color = palette.kind[kinds[0]?.kind ?? 'shooting'];
  const y = BASELINE - 5;
  let x = LEFT;
  return entries
    .map(({ text, sign }) => {
      const at = x;
      x += SIGN_PX + textWidth(text, sizePx) + GAP_PX;
      const signs = {
        ring: () => drawRing(at + 9, y, 8.5, quantiseShares([a, b, c]), '', palette),
        plate: () =>
          `<rect x="${at}" y="${y - 6}" width="19" height="12" rx="2" fill="${palette.surface}"/><rect x="${at + 1}" y="${y - 5}" width="3.5" height="10" fill="${color}"/>`,
        disc: () =>
          `<circle cx="${at + 9}" cy="${y}" r="8" fill="${palette.surface}"/><circle cx="${at + 9}" cy="${y}" r="7" fill="${color}" fill-opacity="0.16" stroke="${color}" stroke-width="1.5"/>`,
      };
      const words = textElement(text, at + SIGN_PX, BASELINE, { sizePx, fill: palette.sea });
      return signs[sign]() + words;
    })
    .join('');
}
