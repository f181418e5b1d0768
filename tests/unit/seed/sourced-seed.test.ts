import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  parseSeedLines,
  readSourcedFigures,
  readSourcedIncidents,
  type SourcedIncident,
} from '@/db/seed/load-seed';
import { type FigureInput, statementKey } from '@/lib/domain/figure';
import { figureInputSchema } from '@/lib/domain/figure-schema';
import { LONGEST_HEADLINE } from '@/lib/domain/headline';
import { toPublic } from '@/lib/domain/incident';
import { UNCERTAINTY_METRES } from '@/lib/domain/place';
import { AREA_KEYS } from '@/lib/domain/region';
import { brusselsDay } from '@/lib/domain/time';
import { LOCALES } from '@/lib/domain/vocabulary';
import { areaOf, regionByCode } from '@/lib/regions/gazetteer';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

let records: SourcedIncident[] = [];
let figures: FigureInput[] = [];

beforeAll(() => {
  records = readSourcedIncidents(projectRoot);
  figures = readSourcedFigures(projectRoot);
});

const keysWhere = (isWrong: (record: SourcedIncident) => boolean) =>
  records.filter(isWrong).map(({ importKey }) => importKey);

describe('the sourced records', () => {
  it('are all there, of every kind, each with a key of its own', () => {
    const countOf = (kind: string) =>
      records.filter(({ incident }) => incident.kind === kind).length;
    expect(records).toHaveLength(870);
    expect({
      shooting: countOf('shooting'),
      seizure: countOf('seizure'),
      incident: countOf('incident'),
    }).toEqual({ shooting: 187, seizure: 528, incident: 155 });
    expect(new Set(records.map(({ importKey }) => importKey)).size).toBe(records.length);
  });

  it('are published, sourced and real', () => {
    expect(
      keysWhere(
        ({ incident }) =>
          incident.status !== 'published' ||
          incident.origin !== 'sourced' ||
          incident.sources.length === 0 ||
          incident.sources.some(({ url }) => url.includes('example.org')),
      ),
    ).toEqual([]);
  });

  it('lie in areas that the gazetteer knows and that agree with each other', () => {
    const wrong = keysWhere(({ incident }) => {
      const given = Object.fromEntries(AREA_KEYS.map((key) => [key, incident[key]]));
      const whole = areaOf(given);
      return AREA_KEYS.some((key) => whole[key] !== incident[key]);
    });
    expect(wrong).toEqual([]);
    expect(keysWhere(({ incident }) => incident.country === null)).toEqual([]);
  });

  it('have a title in three languages that fits on a line', () => {
    const wrong = keysWhere(({ incident }) =>
      LOCALES.some((locale) => {
        const title = incident.title[locale];
        return !title || title.length > LONGEST_HEADLINE || /undefined|null|NaN/u.test(title);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('show no point where a home, a minor or a victim of violence could be found', () => {
    const wrong = keysWhere(({ incident }) => {
      const shown = toPublic({ ...incident, id: crypto.randomUUID(), rid: 1 });
      const isSensitive = incident.sensitivity.length > 0;
      return isSensitive && (incident.point !== null || shown?.point !== null);
    });
    expect(wrong).toEqual([]);
  });

  it('have a point only at a public place, with the point’s source in the notes', () => {
    const located = records.filter(({ incident }) => incident.point !== null);
    expect(located.length).toBeGreaterThan(15);
    for (const { incident } of located) {
      expect(UNCERTAINTY_METRES[incident.placePrecision]).not.toBeNull();
      expect(incident.placePrecision).not.toBe('exact');
      expect(incident.placeName).not.toBeNull();
      expect(incident.notes).toMatch(/STIB-MIVB/u);
    }
  });

  it('call nothing corroborated that one publisher told', () => {
    const wrong = keysWhere(({ incident }) => {
      const publishers = new Set(
        incident.sources.map(({ publisher }) => publisher.replace(/ \(.*$/u, '')),
      );
      return incident.verification === 'corroborated' && publishers.size < 2;
    });
    expect(wrong).toEqual([]);
  });

  it('show sources by a label that holds no street and no address', () => {
    const labels = records.flatMap(({ incident }) => incident.sources.map(({ label }) => label));
    expect(
      labels.filter((label) => /https?:|\brue\b|\bavenue\b|straat|laan\b|~/iu.test(label)),
    ).toEqual([]);
  });

  it('carry no tracking parameters in their addresses', () => {
    const urls = records.flatMap(({ incident }) => incident.sources.map(({ url }) => url));
    expect(urls.filter((url) => /utm_|fbclid|&amp;/u.test(url))).toEqual([]);
  });

  it('name nobody', () => {
    const role =
      '(?:mayor|minister|judge|prosecutor|chief|spokesperson|suspect|victim|kingpin|boss)';
    const named = new RegExp(
      `\\b${role} [A-Z][a-z]+ [A-Z]|\\b(?:Mr|Mrs|Ms|M\\.|Mme|de heer) [A-Z]|\\bnamed [A-Z]`,
      'u',
    );
    const wrong = keysWhere(({ incident }) =>
      [incident.title, incident.summary, incident.placeName].some((texts) =>
        Object.values(texts ?? {}).some((text) => named.test(text ?? '')),
      ),
    );
    expect(wrong).toEqual([]);
    expect(
      keysWhere(({ incident }) => /\b\d{1,2}[- ]year[- ]old/u.test(incident.summary?.en ?? '')),
    ).toEqual([]);
  });

  it('hold the facts that the product grew from', () => {
    const on = (day: string, district: string) =>
      records.filter(
        ({ incident }) =>
          incident.district === district && brusselsDay(Date.parse(incident.occurredFrom)) === day,
      );
    const [merksem] = on('2023-01-09', '11002-merksem');
    expect(merksem?.incident.killed?.best).toBe(1);
    expect(merksem?.incident.sensitivity).toEqual(['minor', 'private home']);
    const hauls = [
      ['ESALG', 13_062],
      ['ESVLC', 5592],
      ['ESALG', 9500],
      ['FRLEH', 2700],
      ['NLRTM', 8064],
      ['BEANR', 54.46],
    ] as const;
    for (const [port, kilograms] of hauls) {
      expect(
        records.filter(
          ({ incident }) => incident.port === port && incident.quantity?.best === kilograms,
        ),
      ).toHaveLength(1);
    }
  });

  it('say "more than" as a lower bound and never as a best guess alone', () => {
    const wrong = keysWhere(({ incident }) => {
      const saysMore = incident.title.en?.startsWith('More than ') ?? false;
      return (
        saysMore &&
        incident.quantity?.low !== incident.quantity?.best &&
        incident.quantity?.low !== 800
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe('the sourced figures', () => {
  it('are all there, in regions of the gazetteer or in an area that they name', () => {
    expect(figures).toHaveLength(217);
    for (const figure of figures) {
      if (figure.area) expect(regionByCode(figure.area), figure.key).not.toBeNull();
      for (const locale of LOCALES) expect(figure.areaName[locale], figure.key).toBeTruthy();
      expect(figure.periodFrom <= figure.periodTo, figure.key).toBe(true);
    }
  });

  it('keep both statements where authorities or publishers disagree on the same thing', () => {
    const valuesOf = (measure: string, area: string, year: string) => {
      const statements = new Map<string, Set<number>>();
      for (const figure of figures) {
        const isYear = figure.periodFrom === `${year}-01-01` && figure.periodTo === `${year}-12-31`;
        if (figure.measure !== measure || figure.area !== area || !isYear) continue;
        const key = statementKey(figure);
        statements.set(key, (statements.get(key) ?? new Set()).add(figure.value));
      }
      return [...statements.values()]
        .filter((values) => values.size > 1)
        .map((values) => [...values].sort((a, b) => a - b));
    };
    expect(valuesOf('cocaine seized', 'BEANR', '2023')).toEqual([[116_000, 121_000]]);
    expect(valuesOf('shootings', 'BE-BRU', '2024')).toEqual([[89, 92]]);
    expect(valuesOf('cocaine seized', 'DEHAM', '2023')).toEqual([[33_000, 34_000]]);
    expect(valuesOf('cocaine seized', 'DEBRV', '2023')).toEqual([[1800, 2000]]);
  });

  it('do not take the prosecutor’s case files for the police’s count', () => {
    const shootings = figures.filter(
      (figure) => figure.measure === 'shootings' && figure.periodTo === '2024-12-31',
    );
    const files = shootings.find(({ value }) => value === 90);
    const police = shootings.find(({ value }) => value === 89);
    expect(files && police && statementKey(files) !== statementKey(police)).toBe(true);
  });

  it('translate the definitions that the first page shows', () => {
    const shown = figures.filter(
      ({ measure, area, definition }) =>
        (measure === 'shootings' && area === 'BE-BRU') ||
        (measure === 'cocaine seized' && definition.en === 'Cocaine seized in the port'),
    );
    expect(shown.length).toBeGreaterThan(50);
    for (const { definition, key } of shown) {
      expect(definition.nl, key).toBeTruthy();
      expect(definition.fr, key).toBeTruthy();
    }
  });
});

describe('a seed line that is wrong', () => {
  const lines = readFileSync(join(projectRoot, 'db/seed/sourced-figures.ndjson'), 'utf8').split(
    '\n',
  );

  it('is named by file, line and field', () => {
    const broken = [lines[0] ?? '', lines[1]?.replace(/"url":"https/u, '"url":"ftp')].join('\n');
    expect(() =>
      parseSeedLines(broken, 'figures.ndjson', (value) => figureInputSchema.parse(value)),
    ).toThrow(/^figures\.ndjson line 2: source\.url must be an http or https address/u);
  });

  it('is named when it is not JSON', () => {
    expect(() => parseSeedLines('{}\n{"a":', 'x.ndjson', (value) => value)).toThrow(
      /^x\.ndjson line 2: is not JSON/u,
    );
  });
});
