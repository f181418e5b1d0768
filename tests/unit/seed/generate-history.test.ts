import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultHistoryCount, generateHistory } from '@/db/seed/demo/generate-history';
import { type IncidentInput, incidentInputSchema } from '@/lib/domain/incident';
import { AREA_KEYS } from '@/lib/domain/region';
import { brusselsOffsetMinutes, brusselsYear } from '@/lib/domain/time';
import { LOCALES } from '@/lib/domain/vocabulary';
import { areaOf } from '@/lib/regions/gazetteer';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';

const MANY = often(25_000, 100_000);
const from = Date.parse('2021-12-31T23:00:00Z');
const to = Date.parse('2026-06-30T12:00:00Z');
const historyOf = (seed: number, count: number): IncidentInput[] => [
  ...generateHistory({ seed, count, from, to }),
];

const WORD = { nl: 'Gesimuleerd: ', fr: 'Simulé : ', en: 'Simulated: ' } as const;

describe('the simulated history', () => {
  const count = defaultHistoryCount(from, to);
  const history = historyOf(20_260_630, count);

  it('has two to three thousand records by default', () => {
    expect(count).toBeGreaterThan(2000);
    expect(count).toBeLessThan(3000);
    expect(history).toHaveLength(count);
  });

  it('keeps every rule of a record', () => {
    const issues = history.flatMap(
      (record) => incidentInputSchema.safeParse(record).error?.issues ?? [],
    );
    expect(issues).toEqual([]);
  });

  it('can never be taken for real', () => {
    const taken = history.filter(
      ({ origin, title, sources }) =>
        origin !== 'simulated' ||
        !LOCALES.every((locale) => title[locale]?.startsWith(WORD[locale])) ||
        sources.some(
          ({ publisher, url }) => publisher !== 'Simulation' || new URL(url).host !== 'example.org',
        ),
    );
    expect(taken).toEqual([]);
  });

  it('lies in the gazetteer’s areas and not in the future', () => {
    for (const record of history) {
      const named = Object.fromEntries(AREA_KEYS.map((key) => [key, record[key]]));
      expectEqual({ ...areaOf(named) }, named);
    }
    const times = history.flatMap(({ occurredFrom, announcedAt }) => [
      Date.parse(occurredFrom),
      Date.parse(announcedAt ?? occurredFrom),
    ]);
    expect(Math.max(...times)).toBeLessThanOrEqual(to);
  });

  it('has about as many shootings in Brussels as are published', () => {
    for (const year of [2022, 2023, 2024, 2025]) {
      const shootings = history.filter(
        (record) =>
          record.kind === 'shooting' &&
          record.province === 'BE-BRU' &&
          brusselsYear(Date.parse(record.occurredFrom)) === year,
      );
      expect(shootings.length).toBeGreaterThan(55);
      expect(shootings.length).toBeLessThan(115);
    }
  });

  it('sums to about the published tonnes at Antwerp', () => {
    const tonnesOf = (year: number) =>
      history
        .filter(
          (record) =>
            record.port === 'BEANR' &&
            record.subtype === 'cocaine' &&
            brusselsYear(Date.parse(record.occurredFrom)) === year,
        )
        .reduce((sum, record) => sum + (record.quantity?.best ?? 0) / 1000, 0);
    const tonnes = [2022, 2023, 2024, 2025].map(tonnesOf);
    expect(tonnes[0]).toBeGreaterThan(55);
    expect(tonnes[0]).toBeLessThan(165);
    expect((tonnes[0] ?? 0) + (tonnes[1] ?? 0)).toBeGreaterThan(
      (tonnes[2] ?? 0) + (tonnes[3] ?? 0),
    );
  });

  it('happens more at night and at the weekend', () => {
    const violent = history.filter(
      ({ kind, timePrecision }) => kind !== 'seizure' && timePrecision === 'exact',
    );
    const local = violent.map(({ occurredFrom }) => {
      const ms = Date.parse(occurredFrom);
      return new Date(ms + brusselsOffsetMinutes(ms) * 60_000);
    });
    const atNight = local.filter((time) => time.getUTCHours() >= 20 || time.getUTCHours() < 5);
    const atWeekend = local.filter((time) => [0, 5, 6].includes(time.getUTCDay()));
    expect(atNight.length / local.length).toBeGreaterThan(0.5);
    expect(atWeekend.length / local.length).toBeGreaterThan(3 / 7);
  });

  it('knows some places only coarsely, and doubts, corrects and retracts a few', () => {
    const inBelgium = history.filter(({ kind }) => kind !== 'seizure');
    const coarse = inBelgium.filter(({ point }) => point === null).length / inBelgium.length;
    expect(coarse).toBeGreaterThan(0.1);
    expect(coarse).toBeLessThan(0.35);
    const share = (isOne: (record: IncidentInput) => boolean) =>
      history.filter(isOne).length / history.length;
    expect(
      share(({ verification }) => verification === 'unverified' || verification === 'disputed'),
    ).toBeGreaterThan(0.04);
    expect(share(({ corrections }) => corrections.length > 0)).toBeGreaterThan(0.02);
    expect(share(({ status }) => status === 'retracted')).toBeGreaterThan(0.004);
  });

  it('scatters its points close to where they belong', () => {
    const far: [number, number][] = [];
    for (const { point, province, port } of history) {
      if (!point || port) continue;
      const [lng, lat] = point;
      const isBrussels = province === 'BE-BRU';
      const [west, south, east, north] = isBrussels
        ? [4.24, 50.76, 4.49, 50.92]
        : [4.3, 51.14, 4.52, 51.4];
      if (!(lng > west && lng < east && lat > south && lat < north)) far.push(point);
    }
    expect(far).toEqual([]);
  });
});

describe('the generator', () => {
  it('gives the same records for the same seed and others for another', () => {
    expect(historyOf(7, 300)).toEqual(historyOf(7, 300));
    expect(historyOf(8, 300)).not.toEqual(historyOf(7, 300));
  });

  it('gives exactly as many records as asked, oldest day first', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.integer({ min: 0, max: 400 }), (seed, count) => {
        const history = historyOf(seed, count);
        expect(history).toHaveLength(count);
        const days = history
          .filter(({ timePrecision }) => timePrecision === 'exact')
          .map(({ occurredFrom }) =>
            Math.floor((Date.parse(occurredFrom) + 2 * 3_600_000) / 86_400_000),
          );
        const backwards = days.filter((day, index) => day < (days[index - 1] ?? 0) - 1);
        expect(backwards).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it(`makes ${MANY} records, one at a time`, () => {
    let made = 0;
    for (const _record of generateHistory({ seed: 1, count: MANY, from, to })) made += 1;
    expect(made).toBe(MANY);
  });
});
