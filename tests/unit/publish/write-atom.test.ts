import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FeedEntry,
  type FeedLabel,
  type FeedWords,
  writeAtom,
} from '@/lib/publish/write-atom';
import { often } from '../../support/breadth';
import { LABEL, selectedRecord } from '../../support/selected-records';

const JING = '/usr/bin/jing';
const OGRINFO = '/usr/bin/ogrinfo';
const GRAMMAR = resolve(import.meta.dirname, '../../fixtures/publish/atom.rnc');

const FEED: FeedLabel = {
  ...LABEL,
  id: '3f8a51c4-0f5e-8a4d-a1b2-0123456789ab',
  self: 'https://map.example.org/api/v1/selection.atom?k=shooting&lang=fr',
  page: 'https://map.example.org/fr?k=shooting',
};
const WORDS: FeedWords = {
  untitled: ({ record }) => `${record.kind}, some day`,
  corrected: (title) => `Corrigé : ${title}`,
  retracted: (title) => `Retiré : ${title}`,
  replyBy: (by) => `Réponse publiée (${by}) :`,
  kind: ({ record }) => record.kind,
  area: ({ record }) => record.municipality ?? record.country,
  rights: 'CC BY 4.0',
};
const entry: fc.Arbitrary<FeedEntry> = selectedRecord.map((selected) => ({
  ...selected,
  publishedAt: selected.committedAt,
}));
const SAMPLE = fc.sample(entry, { numRuns: often(25, 60), seed: 4 });

const AUTHOR = /<author>.*?<\/author>/s;
/** What RFC 4287 forbids, done to a feed with one entry; its own grammar leaves three of these to rules beside it. */
const VIOLATIONS: [string, (xml: string) => string][] = [
  ['no id', (xml) => xml.replace(/<id>.*?<\/id>/, '')],
  ['an entry without id', (xml) => xml.replace(/(<entry>\s*)<id>.*?<\/id>/, '$1')],
  ['no updated', (xml) => xml.replace(/<updated>.*?<\/updated>/, '')],
  ['an entry without updated', (xml) => xml.replace(/(<entry>.*?)<updated>.*?<\/updated>/s, '$1')],
  ['two titles', (xml) => xml.replace(/(<title.*?<\/title>)/, '$1$1')],
  ['no title', (xml) => xml.replace(/<title.*?<\/title>/, '')],
  ['a date that is none', (xml) => xml.replace(/<updated>[^<]+/, '<updated>yesterday')],
  ['a date without a zone', (xml) => xml.replace(/<updated>[^<]+/, '<updated>2026-01-02T10:00:00')],
  ['no author anywhere', (xml) => xml.replace(AUTHOR, '')],
  ['an author without name', (xml) => xml.replace(AUTHOR, '<author></author>')],
  [
    'an entry that leads nowhere',
    (xml) => xml.replace(/(<entry>.*?)<link rel="alternate"/s, '$1<link rel="related"'),
  ],
  ['a link without address', (xml) => xml.replace(/ href="[^"]*"/, '')],
  ['a category without term', (xml) => xml.replace(/ term="[^"]*"/, '')],
  ['two generators', (xml) => xml.replace(/(<generator>.*?<\/generator>)/, '$1$1')],
  ['an unknown element of Atom', (xml) => xml.replace('<generator>', '<publisher/><generator>')],
  [
    'an entry before its own parts',
    (xml) => xml.replace(/(<generator>.*?<\/generator>)(.*)(<\/feed>)/s, '$2$1$3'),
  ],
  ['a language that is none', (xml) => xml.replace(/xml:lang="[^"]*"/, 'xml:lang="in French"')],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'havenwacht-atom-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, xml: string): string {
  const path = join(folder, name);
  writeFileSync(path, xml);
  return path;
}

function jing(xml: string): string {
  return spawnSync(JING, ['-c', GRAMMAR, fileOf('feed.xml', xml)], { encoding: 'utf8' }).stdout;
}

describe('a feed', () => {
  it.skipIf(!existsSync(JING))('of any records keeps the grammar of Atom', () => {
    expect(jing(writeAtom(SAMPLE, FEED, WORDS))).toBe('');
    expect(jing(writeAtom([], FEED, WORDS))).toBe('');
    const unnamed = { ...FEED, publisher: null };
    expect(jing(writeAtom(SAMPLE, unnamed, WORDS))).toBe('');
  });

  it.skipIf(!existsSync(JING))(
    'is refused by that grammar for whatever Atom forbids, and for nothing else',
    () => {
      // An entry that has its content with it need not lead anywhere.
      const whole =
        SAMPLE.map((one) => writeAtom([one], FEED, WORDS)).find(
          (xml) => !xml.includes('<content'),
        ) ?? '';
      const author = AUTHOR.exec(whole)?.[0] ?? '';
      const allowed: [string, string][] = [
        [
          'only its entry has an author',
          whole.replace(AUTHOR, '').replace('<entry>', `<entry>${author}`),
        ],
        [
          'its entry has the author of its source',
          whole.replace(AUTHOR, '').replace('<entry>', `<entry><source>${author}</source>`),
        ],
        ['a link without relation', whole.replace(/(<entry>.*?)<link rel="alternate"/s, '$1<link')],
        [
          'another vocabulary',
          whole.replace('<generator>', '<x xmlns="urn:x"><y/></x><generator>'),
        ],
      ];
      const forbidden = VIOLATIONS.map(([name, break_]) => [name, break_(whole)] as const);
      expect(forbidden.filter(([, xml]) => xml === whole)).toEqual([]);
      const files = [...allowed, ...forbidden].map(([name, xml]) =>
        fileOf(`${name.replaceAll(' ', '-')}.xml`, xml),
      );
      // One start of the validator for all of them.
      const { stdout } = spawnSync(JING, ['-c', GRAMMAR, ...files], { encoding: 'utf8' });
      const refused = [...allowed, ...forbidden].filter(([name]) =>
        stdout.includes(`/${name.replaceAll(' ', '-')}.xml:`),
      );
      expect(refused.map(([name]) => name)).toEqual(VIOLATIONS.map(([name]) => name));
    },
  );

  it.skipIf(!existsSync(OGRINFO))(
    'is read by GDAL: every entry, with its date and its point',
    () => {
      // The driver lists no record of which only a name of an area is told.
      const placed = SAMPLE.filter(({ record }) => record.point);
      const path = fileOf('georss.xml', writeAtom(placed, FEED, WORDS));
      const asked = ['-ro', '-al', path];
      const { stdout } = spawnSync(OGRINFO, asked, { encoding: 'utf8' });
      expect(stdout).toContain("using driver `GeoRSS' successful");
      expect(stdout).toContain(`Feature Count: ${placed.length}`);
      expect(stdout).toMatch(/updated \(DateTime\)/);
      const [lng = 0, lat = 0] = placed[0]?.record.point ?? [];
      expect(stdout).toContain(
        `POINT (${Number(lng.toPrecision(15))} ${Number(lat.toPrecision(15))})`,
      );
    },
  );

  it('tells a point only where the public record has one, and the area otherwise', () => {
    for (const one of SAMPLE) {
      const xml = writeAtom([one], FEED, WORDS);
      expect(xml.includes('<georss:point>')).toBe(one.record.point !== null);
      if (one.record.point) expect(xml).not.toContain('<georss:featurename>');
    }
  });

  it('keeps an entry’s id when the record is corrected or retracted, and says which', () => {
    const published = SAMPLE.find(({ record }) => record.status === 'published');
    const retracted = SAMPLE.find(({ record }) => record.status === 'retracted');
    if (!published || !retracted) throw new Error('the sample has not both');
    const correction = { text: { fr: 'Le lieu.' }, at: '2026-01-03T10:00:00.000Z', fields: [] };
    const corrected = {
      ...published,
      record: { ...published.record, corrections: [correction] },
      committedAt: '2030-01-01T00:00:00.000Z',
    };
    const idOf = (xml: string) => /<entry>\s*<id>([^<]+)/.exec(xml)?.[1];
    const xml = writeAtom([corrected], FEED, WORDS);
    expect(idOf(xml)).toBe(idOf(writeAtom([published], FEED, WORDS)));
    expect(xml).toContain('>Corrigé : ');
    expect(xml).toContain('<updated>2030-01-01T00:00:00.000Z</updated>');
    expect(writeAtom([retracted], FEED, WORDS)).toContain('>Retiré : ');
  });
  it('says “corrected” of a record with a correction, and not of one that was changed without', () => {
    const published = SAMPLE.find(
      ({ record }) => record.status === 'published' && record.corrections.length === 0,
    );
    if (!published) throw new Error('the sample has none');
    const changed = { ...published, committedAt: '2030-01-01T00:00:00.000Z' };
    expect(writeAtom([changed], FEED, WORDS)).not.toContain('Corrigé');
  });

  it('has the published reply below the summary, with who replied and in which language', () => {
    const published = SAMPLE.find(({ record }) => record.status === 'published');
    if (!published) throw new Error('the sample has none');
    const reply = {
      text: { nl: 'Wij waren <gesloten>.' },
      by: { nl: 'de uitbater', fr: 'l’exploitant' },
      publishedAt: '2026-01-03T10:00:00.000Z',
    };
    const record = { ...published.record, summary: { fr: 'Un fait.' }, corrections: [], reply };
    const xml = writeAtom([{ ...published, record }], FEED, WORDS);
    expect(xml).toContain(
      '<p>Un fait.</p><p>Réponse publiée (l’exploitant) :</p><p xml:lang="nl">Wij waren &lt;gesloten&gt;.</p></div></content>',
    );
    expect(
      writeAtom([{ ...published, record: { ...record, reply: null } }], FEED, WORDS),
    ).not.toContain('<content');
  });
});
