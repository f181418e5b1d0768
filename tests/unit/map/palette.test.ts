import { describe, expect, it } from 'vitest';
import { KINDS } from '@/lib/domain/vocabulary';
import { type ColourDeficiency, colourDistance, contrastRatio } from '@/lib/map/colour-vision';
import { PALETTES, THEMES } from '@/lib/map/palette';

const PAIRS = [
  ['shooting', 'seizure'],
  ['shooting', 'incident'],
  ['seizure', 'incident'],
] as const;
const DEFICIENCIES: (ColourDeficiency | undefined)[] = [undefined, 'deuteranopia', 'protanopia'];
/** Far above the 2 to 3 that is just noticeable, for small symbols seen across a room. */
const MIN_DISTANCE = 20;
/** For areas that lie side by side, and swatches in a legend. */
const MIN_TONE_DISTANCE = 9;

describe('contrastRatio', () => {
  it('is 21 for black on white and 1 for equal colours', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastRatio('#777777', '#777777')).toBe(1);
  });
});

describe('colourDistance', () => {
  it('is 100 from black to white, with full or deficient colour vision', () => {
    expect(colourDistance('#000000', '#ffffff')).toBeCloseTo(100, 1);
    expect(colourDistance('#000000', '#ffffff', 'protanopia')).toBeCloseTo(100, 1);
  });

  it('shrinks for red and green of equal lightness where red and green are confused', () => {
    const [red, green] = ['#c04000', '#607000'];
    expect(colourDistance(red, green, 'deuteranopia')).toBeLessThan(colourDistance(red, green) / 2);
  });
});

describe.each(THEMES)('the %s palette', (theme) => {
  const palette = PALETTES[theme];

  it.each(KINDS)('shows a %s at 3:1 or more on land, sea, shallows and badges', (kind) => {
    for (const ground of [palette.land, palette.sea, palette.shallows, palette.surface]) {
      expect(contrastRatio(palette.kind[kind], ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('writes text at 4.5:1 or more on land and on badges', () => {
    for (const ink of [palette.ink, palette.inkSoft]) {
      expect(contrastRatio(ink, palette.land)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(ink, palette.surface)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrastRatio(palette.inkFaint, palette.land)).toBeGreaterThanOrEqual(4);
  });

  it('draws figures and retracted records at 3:1 or more on land and sea', () => {
    for (const ground of [palette.land, palette.sea]) {
      expect(contrastRatio(palette.figure, ground)).toBeGreaterThanOrEqual(3);
      expect(contrastRatio(palette.retracted, ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('shades areas in five steps from the ground on, each apart from the one before for every kind of colour vision', () => {
    const steps = [palette.shadeZero, ...palette.shade];
    const contrasts = steps.map((colour) => contrastRatio(colour, palette.land));
    expect(contrasts).toEqual([...contrasts].sort((a, b) => a - b));
    for (const deficiency of DEFICIENCIES) {
      steps.slice(1).forEach((colour, index) => {
        expect(colourDistance(colour, steps[index] ?? '', deficiency)).toBeGreaterThanOrEqual(
          MIN_TONE_DISTANCE,
        );
      });
    }
  });

  it.each(PAIRS)('keeps %s and %s apart for every kind of colour vision', (first, second) => {
    for (const deficiency of DEFICIENCIES) {
      const distance = colourDistance(palette.kind[first], palette.kind[second], deficiency);
      expect(distance, deficiency ?? 'full colour vision').toBeGreaterThanOrEqual(MIN_DISTANCE);
    }
  });
});
