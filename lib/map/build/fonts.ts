import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PICTURE_SUBSETS, pictureFamily } from '../picture-fonts';
import { toTrueType } from './true-type';

export interface FontFile {
  name: string;
  unicodeRange: string[];
  /** Readable part of the file's name. */
  slug: string;
  content: Buffer;
}

/**
 * Weights by the names that layers use; the first are also those of Protomaps' styles. A letter is fetched only when a
 * label needs it, so the large latin-ext files load only where a place's name does.
 */
const FACES: readonly {
  name: string;
  weight: number;
  style: 'normal' | 'italic';
  subsets: string[];
}[] = [
  {
    name: 'Noto Sans Regular',
    weight: 400,
    style: 'normal',
    subsets: ['latin', 'latin-ext', 'greek', 'cyrillic'],
  },
  { name: 'Noto Sans Italic', weight: 400, style: 'italic', subsets: ['latin', 'latin-ext'] },
  {
    name: 'Noto Sans Medium',
    weight: 600,
    style: 'normal',
    subsets: ['latin', 'latin-ext', 'greek', 'cyrillic'],
  },
  { name: 'Noto Sans Bold', weight: 700, style: 'normal', subsets: ['latin', 'latin-ext'] },
];

/** Noto Sans (SIL Open Font License) as the style's `font-faces`. */
export function readFonts(): FontFile[] {
  const root = fontRoot();
  const ranges = JSON.parse(readFileSync(join(root, 'unicode.json'), 'utf8')) as Record<
    string,
    string
  >;
  return FACES.flatMap(({ name, weight, style, subsets }) =>
    subsets.map((subset) => {
      const slug = `noto-sans-${subset}-${weight}-${style}`;
      const content = readFileSync(join(root, 'files', `${slug}.woff2`));
      return { name, unicodeRange: (ranges[subset] ?? '').split(','), slug, content };
    }),
  );
}

function fontRoot(): string {
  return join(createRequire(import.meta.url).resolve('@fontsource/noto-sans/unicode.json'), '..');
}

/** The same faces as TrueType files, for pictures that are drawn on the server; by file name. */
export function readPictureFonts(): { file: string; content: Buffer }[] {
  return FACES.flatMap(({ weight, style, subsets }) =>
    PICTURE_SUBSETS.filter((subset) => subsets.includes(subset)).map((subset) => {
      const slug = `noto-sans-${subset}-${weight}-${style}`;
      const woff = readFileSync(join(fontRoot(), 'files', `${slug}.woff`));
      return { file: `${slug}.ttf`, content: toTrueType(woff, pictureFamily(subset)) };
    }),
  );
}
