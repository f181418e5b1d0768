import { readFileSync } from 'node:fs';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { RECORD_PARTS } from '@/lib/domain/changed-parts';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import { MEASURES } from '@/lib/domain/measure';
import { REGION_TYPES } from '@/lib/domain/region-type';
import {
  CONTEXTS,
  KINDS,
  LOCALES,
  type Locale,
  PLACE_ROLES,
  QUANTITY_UNITS,
  SUBTYPES,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import { PANELS } from '@/lib/url/view-state';

type Tree = { [key: string]: string | Tree };

function readMessages(locale: Locale): Tree {
  return JSON.parse(
    readFileSync(new URL(`../../../app/messages/${locale}.json`, import.meta.url), 'utf8'),
  );
}

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) => {
    const path = prefix ? `${prefix}.${key}` : key;
    return typeof value === 'string' ? [[path, value] as const] : [...flatten(value, path)];
  });
  return new Map(entries);
}

/** Names of a message's arguments with their type: `count plural`, `title`. */
function argumentsOf(message: string): string[] {
  const found = [...message.matchAll(/\{\s*(\w+)\s*(?:,\s*(\w+))?/g)]
    .filter((match) => !isBranch(message, match.index))
    .map((match) => `${match[1]} ${match[2] ?? ''}`.trim());
  return [...new Set(found)].sort();
}

/** A brace after `one`, `other` or `=0` opens a branch's text, not an argument. */
function isBranch(message: string, index: number): boolean {
  return /(?:\bone|\bother|=\d+)\s*$/.test(message.slice(0, index));
}

const english = flatten(readMessages('en'));

describe.each(LOCALES.filter((locale) => locale !== 'en'))('the messages in %s', (locale) => {
  const messages = flatten(readMessages(locale));

  it('have the same keys as the English ones, in the same order', () => {
    expect([...messages.keys()]).toEqual([...english.keys()]);
  });

  it('take the same arguments', () => {
    const faults = [...english].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(messages.get(key) ?? '').join(),
    );
    expect(faults).toEqual([]);
  });

  it('are translated: sentences differ from the English ones', () => {
    const same = [...english].filter(
      ([key, text]) => text.length > 24 && messages.get(key) === text,
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

describe.each(LOCALES)('every message in %s', (locale) => {
  const tree = readMessages(locale);

  it('can be formatted', () => {
    const faults: string[] = [];
    const translate = createTranslator({
      locale,
      messages: tree,
      onError: (error) => faults.push(error.message),
      timeZone: 'Europe/Brussels',
    });
    for (const [key, text] of flatten(tree)) {
      const values = Object.fromEntries(
        argumentsOf(text).map((name) => [name.split(' ')[0] ?? '', 3]),
      );
      translate(key as never, values as never);
    }
    expect(faults).toEqual([]);
  });

  it('exists for every word of the vocabulary', () => {
    const messages = flatten(tree);
    const words: [string, readonly string[]][] = [
      ['kinds', KINDS],
      ['kindsMany', KINDS],
      ['subtypes', Object.values(SUBTYPES).flat()],
      ['verifications', VERIFICATIONS],
      ['verificationMeaning', VERIFICATIONS],
      ['contexts', CONTEXTS],
      ['filters.casualties', CASUALTY_CHOICES],
      ['filters.unitNames', QUANTITY_UNITS],
      ['tabs', PANELS],
      ['placeRoles', PLACE_ROLES],
      ['measures', MEASURES],
      ['recordParts', RECORD_PARTS],
      ['regionPicker.types', REGION_TYPES],
      ['regionPage.children', REGION_TYPES],
    ];
    const missing = words.flatMap(([space, list]) =>
      list.map((word) => `${space}.${word}`).filter((key) => !messages.has(key)),
    );
    expect(missing).toEqual([]);
  });
});

describe('the check of arguments', () => {
  it('would notice a renamed argument and a lost plural', () => {
    expect(argumentsOf('{count, plural, one {# record} other {# of {total}}}')).toEqual([
      'count plural',
      'total',
    ]);
    expect(argumentsOf('{aantal} van {total}')).not.toEqual(argumentsOf('{count} van {total}'));
    expect(argumentsOf('{count} meldingen')).not.toEqual(argumentsOf('{count, plural, other {#}}'));
  });
});

describe('what the page about says of the map’s data', () => {
  const root = new URL('../../../', import.meta.url);
  const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));

  it.each(LOCALES)('in %s names only packages that are used', (locale) => {
    const said = flatten(readMessages(locale)).get('about.data2') ?? '';
    const named = said.match(/\b[a-z]+(?:-[a-z]+)+\b/g) ?? [];
    expect(named).toEqual(['world-atlas', 'name-suggestion-index']);
    for (const name of named) expect({ ...dependencies, ...devDependencies }).toHaveProperty(name);
  });

  it.each(LOCALES)(
    'in %s names whom the map’s own attribution names, without streets too',
    (locale) => {
      const said = flatten(readMessages(locale)).get('about.data2') ?? '';
      const [, ...holders] =
        /const ATTRIBUTION = \{([\s\S]*?)\n\};/.exec(read('lib/map/build-basemap.ts')) ?? [];
      const attributed = [...(holders[0] ?? '').matchAll(/">([^<]+)<\/a>/g)].map(
        (match) => match[1],
      );
      expect(attributed).toEqual([
        'Natural Earth',
        'GeoNames',
        'CC BY 4.0',
        'OpenStreetMap contributors',
      ]);
      const embedded = said.split(/With streets|Avec les rues|Met straten/)[0] ?? '';
      for (const holder of ['Natural Earth', 'GeoNames (CC BY 4.0)', 'OpenStreetMap', 'ODbL']) {
        expect(embedded).toContain(holder);
        expect(read('README.md')).toContain(holder.split(' (')[0]);
      }
    },
  );
});
