import { describe, expect, it } from 'vitest';
import { DRUGS } from '@/lib/domain/drugs';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES, QUANTITY_UNITS, TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import { NOT_STATED, ROW_PUBLISHED, toTuple, type WireRow } from '@/lib/protocol/columns';
import { Engine } from '@/lib/store/engine';
import { AREAS, areaMatches, randomRow, seededRandom } from './support/random-rows';

const LABEL = {
  epoch: 'e',
  seq: 1,
  digest: '0000000000000000',
  committedAt: '2026-01-01T00:00:00.000Z',
  areas: [...AREAS].map(([code, area]) => ({ code, area })),
  figures: [],
};
const FILTERS: Filter[] = [
  EVERYTHING,
  { ...EVERYTHING, kinds: ['seizure'] },
  { ...EVERYTHING, kinds: ['shooting', 'incident'], from: '2022-01-01', to: '2025-06-30' },
];

const random = seededRandom(11);
const rows = Array.from({ length: 4_000 }, (_, index) => randomRow(index + 1, 1, random));
const engine = new Engine({ areaMatches });
engine.loadState(LABEL, rows.map(toTuple));

/** The selected rows, by their rids from the list. */
function selected(filter: Filter): WireRow[] {
  const view = {
    camera: { center: [0, 0] as [number, number], zoom: 0 },
    width: 8192,
    height: 8192,
  };
  const page = { order: 'time' as const, parts: 'together' as const, limit: 1_000 };
  const rids = new Set<number>();
  for (let offset = 0; ; offset += page.limit) {
    const { items, total } = engine.list({ ...view, filter, ...page, offset });
    for (const { rid } of items) rids.add(rid);
    if (offset + page.limit >= total) break;
  }
  return rows.filter(({ rid, state }) => rids.has(rid) && state === ROW_PUBLISHED);
}

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const local = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Brussels',
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23',
  year: 'numeric',
});

/** Weekday, hour and year on a clock in Brussels, by `Intl` and not by the engine's tables. */
function clock(minute: number): { hourOfWeek: number; year: number } {
  const parts = new Map(
    local.formatToParts(minute * MINUTE_MS).map(({ type, value }) => [type, value]),
  );
  return {
    hourOfWeek: WEEK.indexOf(parts.get('weekday') ?? '') * 24 + Number(parts.get('hour')),
    year: Number(parts.get('year')),
  };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const gramsOf = ({ quantity, quantityUnit }: WireRow): number | null =>
  QUANTITY_UNITS[quantityUnit - 1] === 'kg' ? quantity : null;
const stated = (people: number): number => (people === NOT_STATED ? 0 : people);

describe.each(FILTERS)('sums of the records of %o', (filter) => {
  const chosen = selected(filter);
  const numbers = engine.numbers({ filter });

  it('count each record in its hour of the Brussels week, or apart', () => {
    const timed = chosen.filter(({ timePrecision }) =>
      ['exact', 'hour'].includes(TIME_PRECISIONS[timePrecision] ?? ''),
    );
    const hours = new Array(7 * 24).fill(0);
    for (const { occurredFrom } of timed) hours[clock(occurredFrom).hourOfWeek] += 1;
    expect(timed.length).toBeGreaterThan(0);
    expect(numbers.hours).toEqual(hours);
    expect(numbers.withoutHour).toBe(chosen.length - timed.length);
  });

  it('weigh each drug, and say how many records state no weight', () => {
    for (const drug of DRUGS) {
      const of = chosen.filter(({ incidentClass }) => {
        const [kind, subtype] = INCIDENT_CLASSES[incidentClass] ?? [];
        return kind === 'seizure' && subtype === drug;
      });
      const found = numbers.drugs.find((entry) => entry.drug === drug);
      expect(found ?? null).toEqual(
        of.length === 0
          ? null
          : {
              drug,
              records: of.length,
              grams: sum(of.map((row) => gramsOf(row) ?? 0)),
              unweighed: of.filter((row) => gramsOf(row) === null).length,
            },
      );
    }
  });

  it('add up seizures by port and year, and people by municipality', () => {
    const atPorts = chosen.filter(
      ({ area, incidentClass }) =>
        AREAS.get(area)?.port && INCIDENT_CLASSES[incidentClass]?.[0] === 'seizure',
    );
    if (filter === EVERYTHING) expect(atPorts.length).toBeGreaterThan(0);
    expect(sum(numbers.ports.map(({ records }) => records))).toBe(atPorts.length);
    for (const { code, year, records, grams } of numbers.ports) {
      const there = atPorts.filter(
        (row) => AREAS.get(row.area)?.port === code && clock(row.occurredFrom).year === year,
      );
      expect(there.length).toBe(records);
      expect(sum(there.map((row) => gramsOf(row) ?? 0))).toBe(grams);
    }
    const inTowns = chosen.filter(({ area }) => AREAS.get(area)?.municipality);
    expect(sum(numbers.municipalities.map(({ count }) => count))).toBe(inTowns.length);
    for (const { code, count, killed, injured } of numbers.municipalities) {
      const there = inTowns.filter(({ area }) => AREAS.get(area)?.municipality === code);
      expect(there.length).toBe(count);
      expect(sum(there.map((row) => stated(row.killed)))).toBe(killed);
      expect(sum(there.map((row) => stated(row.injured)))).toBe(injured);
    }
  });
});
