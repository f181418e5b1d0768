import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KINDS } from '@/lib/domain/vocabulary';
import { SHADE_OPACITY } from '@/lib/map/boundary-layers';
import { PALETTES } from '@/lib/map/palette';

const css = readFileSync(new URL('../../../app/tokens.css', import.meta.url), 'utf8');

function token(name: string): { light: string; dark: string } {
  const match = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  if (!match) throw new Error(`app/tokens.css has no light-dark pair --${name}`);
  return { light: match[1] ?? '', dark: match[2] ?? '' };
}

/** WCAG 2.2's relative luminance and contrast. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
      const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('the page’s colours', () => {
  it.each(KINDS)('show a %s as the map does', (kind) => {
    const pair = token(`kind-${kind}`);
    expect(pair).toEqual({ light: PALETTES.light.kind[kind], dark: PALETTES.dark.kind[kind] });
  });

  it('shade areas as the map does, over land', () => {
    const pairOf = (colour: (palette: (typeof PALETTES)['light']) => string | undefined) => ({
      light: colour(PALETTES.light),
      dark: colour(PALETTES.dark),
    });
    expect(token('shade-0')).toEqual(pairOf(({ shadeZero }) => shadeZero));
    for (const tone of [1, 2, 3, 4, 5]) {
      expect(token(`shade-${tone}`)).toEqual(pairOf(({ shade }) => shade[tone - 1]));
    }
    const styles = readFileSync(
      new URL('../../../components/legend/map-legend.module.css', import.meta.url),
      'utf8',
    );
    expect(styles).toMatch(new RegExp(`\\.tone \\{\\s*fill-opacity: ${SHADE_OPACITY};`));
  });

  it.each(['land', 'texture', 'figure'] as const)('show the map’s %s as the map does', (name) => {
    expect(token(name)).toEqual({ light: PALETTES.light[name], dark: PALETTES.dark[name] });
  });

  it.each([
    [0, 'low'],
    [1, 'middle'],
    [2, 'high'],
  ] as const)('show heat as the map does: %i, %s', (index, name) => {
    expect(token(`heat-${name}`)).toEqual({
      light: PALETTES.light.heat[index],
      dark: PALETTES.dark.heat[index],
    });
  });

  it.each(['ink', 'ink-soft', 'ink-faint', 'link', 'alarm'])(
    'give text in --%s a contrast of 4.5',
    (name) => {
      for (const ground of ['paper', 'paper-sunken']) {
        expect(contrast(token(name).light, token(ground).light)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(token(name).dark, token(ground).dark)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(['edge', 'focus', 'figure', 'live', ...KINDS.map((kind) => `kind-${kind}`)])(
    'give marks in --%s a contrast of 3',
    (name) => {
      expect(contrast(token(name).light, token('paper').light)).toBeGreaterThanOrEqual(3);
      expect(contrast(token(name).dark, token('paper').dark)).toBeGreaterThanOrEqual(3);
    },
  );
});
