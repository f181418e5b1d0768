import { fontRuns } from '@/lib/map/picture-fonts';

/** What XML 1.0 cannot hold, with halves of letters. */
const UNWRITABLE =
  /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const NAMES: Record<string, string> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/** A text as SVG may hold it, also in an attribute. */
export function escapeSvg(text: string): string {
  return text
    .replace(/[\ud800-\udbff][\udc00-\udfff]|[\s\S]/g, (letter) =>
      letter.length === 1 ? letter.replace(UNWRITABLE, '\ufffd') : letter,
    )
    .replace(/[&<>"']/g, (letter) => `&${NAMES[letter]};`);
}

export interface TextStyle {
  sizePx: number;
  fill: string;
  weight?: 400 | 600 | 700;
  isItalic?: boolean;
  anchor?: 'start' | 'middle' | 'end';
  spacingPx?: number;
  halo?: { color: string; widthPx: number };
  opacity?: number;
}

/** One line of text; `x`, `y` is where its baseline begins, has its middle or ends. */
export function textElement(text: string, x: number, y: number, style: TextStyle): string {
  const {
    sizePx,
    fill,
    weight = 400,
    isItalic,
    anchor = 'start',
    spacingPx,
    halo,
    opacity,
  } = style;
  const attributes = [
    `x="${round(x)}" y="${round(y)}" font-size="${round(sizePx)}" fill="${fill}" font-weight="${weight}"`,
    isItalic ? 'font-style="italic"' : '',
    anchor === 'start' ? '' : `text-anchor="${anchor}"`,
    spacingPx ? `letter-spacing="${round(spacingPx)}"` : '',
    halo
      ? `stroke="${halo.color}" stroke-width="${round(halo.widthPx)}" stroke-linejoin="round" paint-order="stroke"`
      : '',
    opacity === undefined ? '' : `opacity="${opacity}"`,
  ].filter(Boolean);
  const runs = fontRuns(text.normalize('NFC').replace(/\s/g, ' '));
  const spans = runs.map(
    (run) => `<tspan font-family="${run.family}">${escapeSvg(run.text)}</tspan>`,
  );
  return `<text ${attributes.join(' ')}>${spans.join('')}</text>`;
}

/** A number as short as a tenth of a pixel allows. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
