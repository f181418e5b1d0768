import { Resvg } from '@resvg/resvg-js';
import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentBody, PublicIncident } from '@/lib/domain/incident';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { armed } from '@/lib/publish/csv-cell';
import { drawPreview } from '@/lib/publish/preview/draw-preview';
import { REGIONS } from '@/lib/regions/gazetteer';
import { recordScene } from '@/lib/server/preview/record-scene';
import { READER_WORDS } from '@/lib/server/reader-words';
import { call, exampleIncident } from '../support/api-client';
import { often } from '../support/breadth';
import { dayOf, recordFullOf } from '../support/hostile-record';
import {
  HOSTILE_COUNT,
  HOSTILE_TEXTS,
  hostileLines,
  LONGEST_HOSTILE,
} from '../support/hostile-texts';
import { figureInput } from '../support/incident-inputs';
import { type OpenServer, openServer } from '../support/open-server';
import {
  elementsOf,
  PYTHON,
  readCsvInPython,
  readXmlInPython,
  type XmlDocument,
} from '../support/python-readers';
import { until } from '../support/until';

const INCIDENTS = '/api/v1/incidents';
/** A feed has at most 100 entries, and the sourced records of a first start are among them. */
const FEED_DAYS = 60;
/** Without the sourced records of a first start. */
const OURS = 'origin=imported,recorded&limit=1000';
const EVERY_DAY = `from=${dayOf(0)}&to=${dayOf(HOSTILE_COUNT + 60)}`;
const SUFFIXES: Record<Locale, string> = { nl: 'Nl', fr: 'Fr', en: 'En' };
/** Of the installation: they stand in feeds and pictures beside the records. */
const PUBLISHER = HOSTILE_TEXTS[3] ?? '';
const DATA_LICENCE = HOSTILE_TEXTS[69] ?? '';

let server: OpenServer;
let reasons: Record<string, string>[];

/** Every text is once in each field of some record: the records differ in where they begin. */
const RECORDS = Array.from({ length: HOSTILE_COUNT }, (_, number) =>
  recordFullOf((place, longest) => {
    const fitting = HOSTILE_TEXTS.filter((text) => text.length <= longest);
    return fitting[(number + place * 37) % fitting.length] ?? '';
  }, number),
);

beforeAll(async () => {
  const environment = { PUBLISHER, DATA_LICENCE, TRUST_PROXY: 'yes' };
  server = await openServer({ isEmpty: true, environment });
  const records = RECORDS.map((incident, number) => ({
    importKey: HOSTILE_TEXTS[number],
    incident,
  }));
  const batch = { batchId: '22222222-2222-4222-8222-222222222222', name: HOSTILE_TEXTS[0] };
  const { body } = await call(server, 'POST', '/api/v1/imports', { ...batch, records });
  expect(body).toMatchObject({ added: HOSTILE_COUNT, faults: [] });
  const lines = hostileLines(1_000);
  reasons = Array.from({ length: Math.ceil(lines.length / LOCALES.length) }, (_, index) =>
    Object.fromEntries(
      LOCALES.map((locale, place) => [locale, lines[(index * 3 + place) % lines.length] ?? '']),
    ),
  );
  for (const [index, reason] of reasons.entries()) {
    const at = `${dayOf(HOSTILE_COUNT + index)}T12:00:00Z`;
    const record = exampleIncident({ occurredFrom: at, occurredTo: at });
    const { id } = (await call(server, 'POST', INCIDENTS, record)).body;
    const answer = await call(server, 'POST', `${INCIDENTS}/${id}/retract`, { reason });
    expect(answer.status).toBe(200);
  }
  const figures = HOSTILE_TEXTS.map((text, number) => ({
    ...figureInput(number, number),
    key: text,
    authority: text,
    definition: { en: text },
    areaName: { en: text },
    note: { nl: text, fr: text, en: text },
    source: { publisher: text, label: text, url: `https://example.org/?${text}` },
  }));
  expect((await call(server, 'PUT', '/api/v1/figures', { figures })).status).toBe(200);
  await until('everything is public', async () => {
    const { body: list } = await call(server, 'GET', `${INCIDENTS}?${OURS}`);
    const isWhole = list.numberMatched === HOSTILE_COUNT + reasons.length;
    return isWhole;
  });
}, 120_000);
afterAll(() => server?.stop());

/** Each on a connection of its own: those that idle end while a parser of another program is waited for. */
const get = (path: string, accept = '*/*') =>
  fetch(server.baseUrl + path, { headers: { accept, connection: 'close' }, redirect: 'manual' });

/** Of what was recorded, what readers are to see in the same words. */
function textsOf(record: IncidentBody | PublicIncident) {
  const { title, summary, placeName, quay, routeOrigin, concealment, contextBy } = record;
  const { reply, corrections, sources } = record;
  return {
    ...{ title, summary, placeName, quay, routeOrigin, concealment, contextBy },
    reply: { by: reply?.by, text: reply?.text },
    corrections: corrections?.map(({ text, fields }) => ({ text, fields })),
    sources: sources?.map(({ publisher, label, url, archivedUrl }) => ({
      ...{ publisher, label, url, archivedUrl },
    })),
  };
}

/** Records of a FeatureCollection, the oldest first, as they were sent; those that were retracted come last. */
function recordsOf(list: { features: { properties: PublicIncident }[] }): PublicIncident[] {
  return list.features
    .map(({ properties }) => properties)
    .filter(({ origin }) => origin !== 'sourced')
    .sort((a, b) => a.occurredFrom.localeCompare(b.occurredFrom));
}

describe(`${HOSTILE_COUNT} hostile texts`, () => {
  it('are as many, each with a way in of its own, and short enough for any field that is shown', () => {
    const ways = new Set(HOSTILE_TEXTS.map((text) => text.replaceAll(/\d+/g, 'N')));
    expect(ways.size).toBeGreaterThan(HOSTILE_COUNT * 0.99);
    expect(new Set(HOSTILE_TEXTS).size).toBe(HOSTILE_COUNT);
    for (const [number, text] of HOSTILE_TEXTS.entries()) {
      expect(text).toMatch(new RegExp(`hw_hit\\(${number}\\)|/hw-hit/${number}(?!\\d)`));
      expect(text.length).toBeLessThanOrEqual(LONGEST_HOSTILE);
      expect(text.trim()).toBe(text);
    }
  });

  it('are a note or an unknown parameter of a short link, which leads to a view of this site', async () => {
    const [turning, others] = [true, false].map((isTurning) =>
      HOSTILE_TEXTS.filter((text) => /[\u202e\u2067]/.test(text) === isTurning),
    );
    for (const [number, note] of hostileLines(600, others).entries()) {
      const state = `k=seizure&utm_source=${encodeURIComponent(note)}`;
      const caller = { 'x-forwarded-for': `192.0.2.${number}` };
      const { body } = await call(server, 'POST', '/api/v1/links', { state, note }, caller);
      const opened = await get(body.path);
      const told = await (await get(`/api/v1/links/${body.code}`)).json();
      const shown = [opened.headers.get('location'), told.note];
      expect(shown).toEqual([`/en?k=seizure&link=${body.code}`, note]);
    }
    const refused = { state: '', note: turning?.[0] };
    expect((await call(server, 'POST', '/api/v1/links', refused)).status).toBe(422);
  });

  it('come out of the API and of GeoJSON as they went in, and no browser takes either for a page', async () => {
    for (const path of [`${INCIDENTS}?${OURS}`, `/api/v1/selection.geojson?${EVERY_DAY}`]) {
      const answer = await get(path, 'text/html');
      expect(answer.headers.get('content-type')).toBe('application/geo+json');
      const records = recordsOf(await answer.json());
      expect(records.slice(0, HOSTILE_COUNT).map(textsOf)).toEqual(RECORDS.map(textsOf));
      expect(records.slice(HOSTILE_COUNT).map((record) => record.retractionReason)).toEqual(
        reasons,
      );
    }
    const { figures } = await (await get('/api/v1/figures')).json();
    const authorities = figures.map(({ authority }: { authority: string }) => authority);
    for (const text of HOSTILE_TEXTS) expect(authorities).toContain(text);
  });

  it('are sent as what they are, also where an answer says what was wrong with a question', async () => {
    const asked = encodeURIComponent(HOSTILE_TEXTS[0] ?? '');
    const [record = fail()] = recordsOf(await (await get(`${INCIDENTS}?${OURS}`)).json());
    const paths = [
      `${INCIDENTS}?${OURS}`,
      `${INCIDENTS}?region=${asked}`,
      `${INCIDENTS}?${asked}=${asked}`,
      `${INCIDENTS}/${asked}`,
      `${INCIDENTS}/${record.id}`,
      `${INCIDENTS}/${record.id}/versions`,
      `/api/v1/texts?v=${record.rid}`,
      `/api/v1/search?q=${asked}`,
      `/api/v1/figures`,
      `/api/v1/changes?epoch=${asked}&seq=${asked}`,
      `/api/v1/links/${asked}`,
      `/api/v1/${asked}`,
      ...['csv', 'geojson', 'arrow', 'atom', 'csv-metadata.json'].flatMap((extension) => [
        `/api/v1/selection.${extension}?${EVERY_DAY}&q=hit`,
        `/api/v1/selection.${extension}?k=${asked}`,
        `/api/v1/selection.${extension}?lang=${asked}`,
      ]),
      `/s/${asked}`,
      `/${asked}`,
    ];
    for (const path of paths) {
      const answer = await get(path, 'text/html');
      await answer.arrayBuffer();
      expect(answer.headers.get('content-type') ?? '', path).not.toMatch(/html|svg|javascript/);
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(answer.headers.get('content-security-policy') ?? '', path).toMatch(
        /^default-src 'none'/,
      );
      expect(answer.headers.get('location'), path).toBeNull();
    }
  });

  it('are read back from CSV by two parsers, and no cell of it begins as a formula does', async () => {
    const answer = await get(`/api/v1/selection.csv?${EVERY_DAY}`);
    const file = await answer.text();
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
    const options = { bom: true, recordDelimiter: '\r\n' };
    const [names = [], ...rows]: string[][] = parse(file, options);
    const numbers = ['lng', 'lat'].map((name) => names.indexOf(name));
    const cells = rows.flatMap((row) => row.filter((_, at) => !numbers.includes(at)));
    expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    const asRow = (row: string[]) =>
      Object.fromEntries(names.map((name, at) => [name, armed(row[at] ?? '')]));
    expectRows(rows.map(asRow));
    if (PYTHON) expectRows(readCsvInPython(file).slice(1).map(asRow));
  });

  it('stand in Arrow as they are: its texts are never taken for formulas', async () => {
    const answer = await get(`/api/v1/selection.arrow?${EVERY_DAY}`);
    const table = tableFromIPC(new Uint8Array(await answer.arrayBuffer()));
    const names = table.schema.fields.map(({ name }) => name);
    const rows = Array.from({ length: table.numRows }, (_, row) =>
      Object.fromEntries(names.map((name) => [name, String(table.getChild(name)?.get(row) ?? '')])),
    );
    expectRows(rows);
  });

  it.skipIf(!PYTHON)(
    'are texts of a feed, which has no element but those of any other record',
    async () => {
      const ids = recordsOf(await (await get(`${INCIDENTS}?${OURS}`)).json()).map(({ id }) => id);
      for (const locale of LOCALES.slice(0, often(1, LOCALES.length))) {
        const feeds = await Promise.all(feedWindows().map((days) => feedOf(days, locale)));
        const entries = new Map(readXmlInPython(feeds).flatMap(entriesOf));
        for (const [number, record] of RECORDS.entries()) {
          const { names, title, summary, paragraphs, via } =
            entries.get(ids[number] ?? '') ?? fail();
          expect(names).toEqual(ENTRY);
          expect(title.endsWith(record.title[locale] ?? '?')).toBe(true);
          expect(summary).toBe(record.corrections?.[0]?.text[locale]);
          expect(paragraphs).toHaveLength(3);
          expect([paragraphs[0], paragraphs[2]]).toEqual([summary, record.reply?.text[locale]]);
          expect(paragraphs[1]).toContain(record.reply?.by[locale]);
          expect(via.map((link) => link.title)).toEqual(record.sources?.map(({ label }) => label));
          for (const { href = '' } of via) expect(href).toMatch(/^https:\/\/example\.org\/\d\?/);
        }
        const told = ids.slice(HOSTILE_COUNT).map((id) => entries.get(id)?.summary);
        expect(told).toEqual(reasons.map((reason) => reason[locale]));
      }
    },
  );

  it.skipIf(!PYTHON)(
    'are letters of a picture, which names nothing that could be fetched',
    async () => {
      const records = recordsOf(await (await get(`${INCIDENTS}?${OURS}`)).json());
      const regions = new Map(REGIONS.map((region) => [region.code, region]));
      const ground = { shapes: [], names: [], regions };
      const settings = { PUBLISHER, PUBLIC_URL: undefined };
      const drawn = records.map((record, number) => {
        const locale = LOCALES[number % LOCALES.length] ?? 'en';
        const scene = recordScene(
          record,
          record.occurredFrom,
          locale,
          READER_WORDS[locale],
          settings,
        );
        return { title: record.title?.[locale] ?? '', svg: drawPreview(scene, ground) };
      });
      const documents = readXmlInPython(drawn.map(({ svg }) => svg));
      const [names, keys] = [new Set<string>(), new Set<string>()];
      const plain = { font: { loadSystemFonts: false } };
      for (const [number, document] of documents.entries()) {
        const { title, svg } = drawn[number] ?? fail();
        expect(document.strange).toEqual([]);
        const elements = elementsOf(document).slice(1);
        for (const { name } of elements) names.add(localName(name));
        const attributes = elements.flatMap((element) => Object.entries(element.attributes));
        for (const [key] of attributes) keys.add(key);
        expect(attributes.map(([, value]) => value).join(' ')).not.toMatch(/url|hw|[:<>"'&]/);
        const letters = elements.map(({ text }) => text).join('');
        expect(withoutBlanks(letters)).toContain(withoutBlanks(title));
        expect(new Resvg(svg, plain).imagesToResolve()).toEqual([]);
      }
      for (const name of names) expect(name).toMatch(/^(?:svg|g|rect|circle|path|text|tspan)$/);
      for (const key of keys) expect(key).not.toMatch(/href|style|class|^on|src|:/);
      const image = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://x/"/></svg>';
      expect(new Resvg(image, plain).imagesToResolve()).toEqual(['http://x/']);
    },
  );
});

/** What an entry of a record with two sources and a point consists of. */
const ENTRY = [
  ...['id', 'title', 'updated', 'published', 'link', 'link', 'link', 'category', 'summary'],
  ...['content', 'point'],
];
const FEED_NAME =
  /^http:\/\/www\.(?:w3\.org\/(?:2005\/Atom [a-z]+|1999\/xhtml (?:div|p))|georss\.org\/georss [a-z]+)$/;

function fail(): never {
  throw new Error('a record has no counterpart');
}

/** Days that have no more records than a feed has entries. */
function feedWindows(): string[] {
  const count = Math.ceil((HOSTILE_COUNT + reasons.length) / FEED_DAYS);
  return Array.from({ length: count }, (_, index) => {
    const first = index * FEED_DAYS;
    return `from=${dayOf(first)}&to=${dayOf(first + FEED_DAYS - 1)}`;
  });
}

async function feedOf(days: string, locale: Locale): Promise<string> {
  const answer = await get(`/api/v1/selection.atom?${days}&lang=${locale}`);
  expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  return answer.text();
}

interface ToldEntry {
  /** Of its elements, without namespaces. */
  names: string[];
  title: string;
  summary: string;
  /** Of the content: the summary, who replied, and the reply. */
  paragraphs: string[];
  via: Record<string, string>[];
}

/** Entries by the ids of their records, of a feed that consists of what it should. */
function entriesOf(document: XmlDocument): [string, ToldEntry][] {
  const [feed = fail(), ...others] = document.children;
  expect([others, document.strange]).toEqual([[], []]);
  for (const { name, attributes } of elementsOf(feed)) {
    expect(name).toMatch(FEED_NAME);
    const allowed = /^(?:rel|type|href|hreflang|title|term|label|http:.* lang)$/;
    for (const key of Object.keys(attributes)) expect(key).toMatch(allowed);
  }
  const rights = feed.children.find(({ name }) => localName(name) === 'rights');
  expect(rights?.text).toContain(DATA_LICENCE);
  const entries = feed.children.filter(({ name }) => localName(name) === 'entry');
  return entries.map((entry) => {
    const textOf = (name: string) =>
      entry.children.find((child) => localName(child.name) === name)?.text ?? '';
    const links = entry.children.filter(({ name }) => localName(name) === 'link');
    return [
      textOf('id').slice('urn:uuid:'.length),
      {
        names: entry.children.map(({ name }) => localName(name)),
        title: textOf('title'),
        summary: textOf('summary'),
        paragraphs: elementsOf(entry)
          .filter(({ name }) => localName(name) === 'p')
          .map(({ text }) => text),
        via: links.map(({ attributes }) => attributes).filter(({ rel }) => rel === 'via'),
      },
    ];
  });
}

function localName(name: string): string {
  return name.split(' ').at(-1) ?? '';
}

function withoutBlanks(text: string): string {
  return text.normalize('NFC').replace(/\s/g, '');
}

/** Rows of a flat file against what was recorded. */
function expectRows(rows: readonly Record<string, string>[]): void {
  const ours = rows.filter(({ origin }) => origin !== 'sourced');
  const inOrder = ours.sort((a, b) => (a.occurredFrom ?? '').localeCompare(b.occurredFrom ?? ''));
  expect(inOrder.slice(0, HOSTILE_COUNT).map(flatTexts)).toEqual(RECORDS.map(flatOf));
  const told = inOrder.slice(HOSTILE_COUNT);
  expect(told.map(({ retractionReasonFr }) => retractionReasonFr)).toEqual(
    reasons.map(({ fr }) => fr),
  );
}

/** Columns of text as a row has them. */
function flatTexts(row: Record<string, string>) {
  const { quay, routeOrigin, concealment, contextBy, sourceNames, sourceUrls } = row;
  const inEach = (field: string) => LOCALES.map((locale) => row[field + SUFFIXES[locale]]);
  const json = (field: string) => JSON.parse(row[field] ?? '');
  return {
    ...{ quay, routeOrigin, concealment, contextBy, sourceNames, sourceUrls },
    localised: ['title', 'summary', 'placeName'].flatMap(inEach),
    labels: json('sources').map(({ label }: { label: string }) => label),
    corrections: json('corrections').map(({ text }: { text: unknown }) => text),
  };
}

/** The same of a record. */
function flatOf(record: IncidentBody): ReturnType<typeof flatTexts> {
  const { title, summary, placeName, sources = [], corrections = [] } = record;
  return {
    ...{ quay: record.quay ?? '', routeOrigin: record.routeOrigin ?? '' },
    ...{ concealment: record.concealment ?? '', contextBy: record.contextBy ?? '' },
    sourceNames: sources.map(({ publisher }) => publisher).join('; '),
    sourceUrls: sources.map(({ url }) => url).join(' '),
    localised: [title, summary, placeName].flatMap((texts) =>
      LOCALES.map((locale) => texts?.[locale] ?? ''),
    ),
    labels: sources.map(({ label }) => label),
    corrections: corrections.map(({ text }) => text),
  };
}
