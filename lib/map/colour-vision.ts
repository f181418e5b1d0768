/** Linear-light red, green and blue, each from 0 to 1. */
type LinearRgb = readonly [number, number, number];

/** Full deuteranopia and protanopia, for linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const DEFICIENCY_MATRICES = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
} as const;
export type ColourDeficiency = keyof typeof DEFICIENCY_MATRICES;

function toLinear(hex: string): LinearRgb {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([red, green, blue]: LinearRgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours `#rrggbb` as WCAG 2 defines it, from 1 to 21. */
export function contrastRatio(first: string, second: string): number {
  const [a, b] = [luminance(toLinear(first)), luminance(toLinear(second))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function asSeenWith(deficiency: ColourDeficiency, rgb: LinearRgb): LinearRgb {
  const rows = DEFICIENCY_MATRICES[deficiency];
  const [red, green, blue] = rows.map((row) =>
    Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])),
  );
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** CIE L*a*b* for the D65 white. */
function toLab([red, green, blue]: LinearRgb): LinearRgb {
  const curve = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76 distance of two colours `#rrggbb`, with or without a colour-vision deficiency; 2 is just noticeable. */
export function colourDistance(
  first: string,
  second: string,
  deficiency?: ColourDeficiency,
): number {
  const [a, b] = [first, second].map((hex) => {
    const linear = toLinear(hex);
    return toLab(deficiency ? asSeenWith(deficiency, linear) : linear);
  }) as [LinearRgb, LinearRgb];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
