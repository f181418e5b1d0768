import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { dayOfNumber } from '@/lib/domain/time';
import { KINDS } from '@/lib/domain/vocabulary';
import { readPictureFonts } from '@/lib/map/build/fonts';
import { toTrueType } from '@/lib/map/build/true-type';
import { fontRuns, PICTURE_SUBSETS, pictureFamily } from '@/lib/map/picture-fonts';
import { textWidth } from '@/lib/map/text-width';
import { fitText } from '@/lib/publish/preview/fit-text';
import { gatherBars } from '@/lib/publish/preview/gather-bars';

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-fonts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a fitted text', () => {
  const steps = [
    { sizePx: 40, lines: 3 },
    { sizePx: 25, lines: 5 },
  ];

  it('is never wider than its room and has no more lines than there is room for', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 90, max: 500 }), (text, widthPx) => {
        const { lines, sizePx } = fitText(text, { widthPx, steps, isBold: true });
        expect(lines.length).toBeLessThanOrEqual(sizePx === 40 ? 3 : 5);
        for (const line of lines)
          expect(textWidth(line, sizePx, true)).toBeLessThanOrEqual(widthPx);
      }),
    );
  });

  it('says all of it as large as that goes, and otherwise that it was cut', () => {
    expect(fitText('Shootings, Brussels', { widthPx: 300, steps })).toEqual({
      lines: ['Shootings,', 'Brussels'],
      sizePx: 40,
    });
    const long = fitText('a very long title '.repeat(40), { widthPx: 300, steps });
    expect(long.sizePx).toBe(25);
    expect(long.lines.at(-1)).toMatch(/…$/);
  });

  it('breaks no date that is held together', () => {
    const { lines } = fitText('Seizures, 1\u00a0January\u00a01999', { widthPx: 330, steps });
    expect(lines).toEqual(['Seizures,', '1\u00a0January\u00a01999']);
  });
});

describe('bars', () => {
  const bins = fc
    .uniqueArray(fc.integer({ min: 10_000, max: 20_700 }), { maxLength: 60 })
    .map((days) =>
      days
        .sort((a, b) => a - b)
        .map((day, index) => ({
          day: dayOfNumber(day),
          shooting: index % 3,
          seizure: 1,
          incident: index % 2,
        })),
    );

  it('hold what lies in the days of the filter, each once, in at most 100', () => {
    const day = fc.integer({ min: 10_000, max: 20_700 }).map(dayOfNumber);
    fc.assert(
      fc.property(bins, fc.option(day), fc.option(day), (all, a, b) => {
        const [from, to] = a !== null && b !== null && a > b ? [b, a] : [a, b];
        const { bars } = gatherBars(all, { from, to });
        const inside = all.filter((bin) => (!from || bin.day >= from) && (!to || bin.day <= to));
        for (const kind of KINDS) {
          const sum = (list: readonly Record<typeof kind, number>[]) =>
            list.reduce((total, entry) => total + entry[kind], 0);
          expect(sum(bars)).toBe(sum(inside));
        }
        expect(bars.length).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('are of days, weeks, months or years, as the span asks', () => {
    const on = (day: string) => ({ day, shooting: 1, seizure: 0, incident: 0 });
    const unit = (from: string, to: string) => gatherBars([on(from), on(to)], { from, to }).unit;
    expect(unit('2025-01-01', '2025-01-31')).toBe('day');
    expect(unit('2025-01-01', '2025-06-30')).toBe('week');
    expect(unit('2022-01-01', '2025-06-30')).toBe('month');
    expect(unit('2001-01-01', '2025-06-30')).toBe('year');
  });
});

describe('the fonts of pictures', () => {
  const files = readPictureFonts().map(({ file, content }) => {
    writeFileSync(join(folder, file), content);
    return join(folder, file);
  });
  const inkOf = (family: string, text: string) =>
    new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><text y="30" font-size="30" font-family="${family}">${text}</text></svg>`,
      { font: { fontFiles: files, loadSystemFonts: false, defaultFontFamily: family } },
    )
      .render()
      .pixels.toString('base64');

  it('draw letters of every subset, each another than the box of a letter that there is not', () => {
    const letters = { latin: 'é', 'latin-ext': 'Ł', greek: 'Π', cyrillic: 'Ж' };
    for (const subset of PICTURE_SUBSETS) {
      const family = pictureFamily(subset);
      expect(fontRuns(letters[subset])).toEqual([{ family, text: letters[subset] }]);
      expect(inkOf(family, letters[subset])).not.toBe(inkOf(family, '漢'));
      expect(inkOf(family, letters[subset])).not.toBe(inkOf(family, ''));
    }
  });

  it('hold a text together, whatever it consists of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          fontRuns(text)
            .map((run) => run.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('are refused where they are no WOFF', () => {
    expect(() => toTrueType(Buffer.alloc(64), 'X')).toThrow('not a WOFF 1.0 font');
  });
});
