import { KINDS } from '@/lib/domain/vocabulary';
import type { Palette } from '@/lib/map/palette';
import { textWidth } from '@/lib/map/text-width';
import { drawKind } from './draw-marks';
import { fitLine, fitText, fitToLine } from './fit-text';
import { MAP_FRAME, PREVIEW_SIZE, type PreviewScene } from './preview-scene';
import { round, textElement } from './svg';

const LEFT = 36;
const RIGHT = MAP_FRAME.x - 28;
const WIDTH = RIGHT - LEFT;
const TITLE_STEPS = [
  { sizePx: 40, lines: 3 },
  { sizePx: 34, lines: 4 },
  { sizePx: 29, lines: 5 },
  { sizePx: 25, lines: 6 },
];
const LINE_HEIGHT = 1.2;
const BARS = { top: 400, height: 62 };
const LEGEND_TOP = 516;

/** The left side of a picture: what it is about, how many, when, and what the colours mean. */
export function drawPanel(scene: PreviewScene, palette: Palette): string {
  return [
    `<rect width="${MAP_FRAME.x}" height="${MAP_FRAME.height}" fill="${palette.surface}"/>`,
    `<rect x="${MAP_FRAME.x - 1}" width="2" height="${MAP_FRAME.height}" fill="${palette.surfaceEdge}" fill-opacity="0.5"/>`,
    drawBrand(scene, palette),
    drawTitle(scene, palette),
    drawBars(scene, palette),
    drawKinds(scene, palette),
    drawFoot(scene, palette),
  ].join('');
}

function drawBrand({ simulated }: PreviewScene, palette: Palette): string {
  const mark = `<g transform="translate(${LEFT} 28)"><rect width="32" height="32" rx="4" fill="${palette.ink}"/><circle cx="16" cy="16" r="9" fill="none" stroke="${palette.surface}" stroke-width="3"/><path d="M16 7a9 9 0 0 1 9 9h-9z" fill="${palette.kind.shooting}"/></g>`;
  const name = textElement('Havenwacht', LEFT + 44, 51, {
    sizePx: 21,
    fill: palette.ink,
    weight: 700,
  });
  if (simulated === null) return mark + name;
  const word = fitLine(simulated.toUpperCase(), 170, 17, true);
  const width = textWidth(word, 17, true) + 22;
  return [
    mark,
    name,
    `<rect x="${round(RIGHT - width)}" y="28" width="${round(width)}" height="32" rx="4" fill="${palette.ink}"/>`,
    textElement(word, RIGHT - width / 2, 50, {
      sizePx: 17,
      fill: palette.surface,
      weight: 700,
      anchor: 'middle',
    }),
  ].join('');
}

function drawTitle({ title, note, count }: PreviewScene, palette: Palette): string {
  const parts: string[] = [];
  let y = 84;
  if (count) {
    const sizePx = numberWidth(count.number, 88) > WIDTH * 0.7 ? 60 : 88;
    const widthPx = numberWidth(count.number, sizePx);
    const noun = fitToLine(count.noun, WIDTH - widthPx - 14, [26, 22, 18], true);
    y += sizePx * 0.86;
    parts.push(
      textElement(count.number, LEFT - 2, y, { sizePx, fill: palette.ink, weight: 700 }),
      textElement(noun.text, LEFT + widthPx + 14, y, {
        sizePx: noun.sizePx,
        fill: palette.inkSoft,
        weight: 600,
      }),
    );
    y += 12;
  }
  const steps = count ? TITLE_STEPS : [{ sizePx: 44, lines: 4 }, ...TITLE_STEPS.slice(1)];
  const fitted = fitText(title, { widthPx: WIDTH, steps, isBold: true });
  for (const line of fitted.lines) {
    y += fitted.sizePx * LINE_HEIGHT;
    parts.push(
      textElement(line, LEFT, y, { sizePx: fitted.sizePx, fill: palette.ink, weight: 700 }),
    );
  }
  if (note !== null) {
    y += 14;
    const lines = fitText(note, {
      widthPx: WIDTH,
      steps: [
        { sizePx: 23, lines: 4 },
        { sizePx: 20, lines: 5 },
      ],
    });
    for (const line of lines.lines) {
      y += lines.sizePx * 1.3;
      parts.push(textElement(line, LEFT, y, { sizePx: lines.sizePx, fill: palette.inkSoft }));
    }
  }
  return parts.join('');
}

/** Digits of the bold face are all this wide, and what parts thousands is half of it. */
const DIGIT_EMS = 0.573;

function numberWidth(text: string, sizePx: number): number {
  const ems = [...text].map((letter) => (/\d/.test(letter) ? DIGIT_EMS : DIGIT_EMS / 2));
  return sizePx * ems.reduce((sum, width) => sum + width, 0);
}

/** Stacked bars in one scale; their edges say the days that the picture is of. */
function drawBars({ bars }: PreviewScene, palette: Palette): string {
  if (!bars) return '';
  const { entries, caption, first, last, remainder } = bars;
  const most = Math.max(1, ...entries.map(({ counts }) => sumOf(counts)));
  const step = WIDTH / Math.max(1, entries.length);
  const width = Math.max(1, Math.min(28, step - Math.min(2, step * 0.2)));
  const bottom = BARS.top + BARS.height;
  const drawn = entries.flatMap(({ counts }, index) => {
    let y = bottom;
    return KINDS.flatMap((kind) => {
      if (counts[kind] === 0) return [];
      const height = Math.max(1.5, (counts[kind] / most) * BARS.height);
      y -= height;
      const x = LEFT + index * step + (step - width) / 2;
      return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${palette.kind[kind]}"/>`;
    });
  });
  const small = { sizePx: 16, fill: palette.inkSoft };
  return [
    textElement(fitLine(caption, WIDTH, 16), LEFT, BARS.top - 14, small),
    ...drawn,
    `<rect x="${LEFT}" y="${bottom}" width="${WIDTH}" height="1.5" fill="${palette.inkFaint}"/>`,
    textElement(fitLine(first, WIDTH * 0.48, 16), LEFT, bottom + 21, small),
    textElement(fitLine(last, WIDTH * 0.48, 16), RIGHT, bottom + 21, { ...small, anchor: 'end' }),
    remainder === null
      ? ''
      : textElement(fitLine(remainder, WIDTH, 13), LEFT, bottom + 38, {
          sizePx: 13,
          fill: palette.inkFaint,
        }),
  ].join('');
}

function sumOf(counts: Readonly<Record<(typeof KINDS)[number], number>>): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

/** The kinds' colours and shapes, in one line where they fit, else in two. */
function drawKinds({ kinds }: PreviewScene, palette: Palette): string {
  const sizePx = 17;
  let x = LEFT;
  let y = LEGEND_TOP + 12;
  return kinds
    .map(({ kind, word, count }) => {
      const room = WIDTH - 30;
      const text = fitLine(count === null ? word : `${word} ${count}`, room, sizePx);
      const width = 30 + textWidth(text, sizePx) + 12;
      if (x > LEFT && x + width - 12 > RIGHT) {
        x = LEFT;
        y += 26;
      }
      const at = x;
      x += width;
      return [
        drawKind(at + 10, y - 6, kind, palette, 0.9, false),
        textElement(text, at + 26, y, { sizePx, fill: palette.ink }),
      ].join('');
    })
    .join('');
}

/** Across the whole picture: whose it is, how places are shown, when it was true, and whose the ground is. */
function drawFoot(
  { source, precision, asOf, attribution }: PreviewScene,
  palette: Palette,
): string {
  const { width, height } = PREVIEW_SIZE;
  const top = MAP_FRAME.height;
  const room = width - LEFT * 2;
  const when = fitToLine(asOf, room * 0.5, [18, 16], true);
  const whenWidth = textWidth(when.text, when.sizePx, true);
  const credit = fitToLine(attribution, 440, [12, 11]);
  const said = fitToLine(`${source} · ${precision}`, room - whenWidth - 20, [18, 16, 14]);
  return [
    `<rect y="${top}" width="${width}" height="${height - top}" fill="${palette.ink}"/>`,
    textElement(said.text, LEFT, top + 25, { sizePx: said.sizePx, fill: palette.surface }),
    textElement(when.text, width - LEFT, top + 25, {
      sizePx: when.sizePx,
      fill: palette.surface,
      weight: 600,
      anchor: 'end',
    }),
    textElement(credit.text, width - LEFT, top + 47, {
      sizePx: credit.sizePx,
      fill: palette.sea,
      anchor: 'end',
    }),
  ].join('');
}
