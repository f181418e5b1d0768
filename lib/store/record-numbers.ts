import { DRUGS } from '@/lib/domain/drugs';
import type { AreaTuple } from '@/lib/domain/region';
import { yearAfterStarts, yearOfMinute } from '@/lib/domain/time';
import { INCIDENT_CLASSES, TIME_PRECISIONS, type TimePrecision } from '@/lib/domain/vocabulary';
import { NOT_STATED } from '@/lib/protocol/columns';
import type {
  DrugSum,
  MunicipalitySum,
  NumbersResponse,
  PortYearSum,
} from '@/lib/protocol/engine-requests';
import { brusselsDayNumber, brusselsHourOfDay } from './brussels-hours';
import type { IncidentColumns } from './incident-columns';
import { UNIT_GRAMS } from './kind-codes';
import { SELECTED } from './row-marks';
import type { Segment } from './segment';
import type { Selection } from './select-rows';

const DAY_HOURS = 24;
const WEEK_DAYS = 7;
/** 1 January 1970 was a Thursday; weeks begin on Monday. */
const FIRST_WEEKDAY = 3;
const WITH_HOUR: readonly TimePrecision[] = ['exact', 'hour'];
const HAS_HOUR = Uint8Array.from(TIME_PRECISIONS, (word) => (WITH_HOUR.includes(word) ? 1 : 0));
const IS_SEIZURE = Uint8Array.from(INCIDENT_CLASSES, ([kind]) => (kind === 'seizure' ? 1 : 0));
/** By class the drug that it is, or null. */
const DRUG_OF_CLASS = INCIDENT_CLASSES.map(
  ([kind, subtype]) => (kind === 'seizure' && DRUGS.find((drug) => drug === subtype)) || null,
);

type Numbers = Omit<NumbersResponse, 'seq' | 'text'>;

const AREA_CODES = 65_536;
const CLASSES = 256;
/** Of an area: records, killed, injured. */
const AREA_FIELDS = 3;
/** Of a class: records, grams, records without a weight. */
const CLASS_FIELDS = 3;
/** Of a port's area in a year: records, grams. */
const PORT_FIELDS = 2;
const YEARS = 256;

/**
 * Sums of the selected records in one walk over them; retracted ones are in none. The walk adds to arrays by small codes,
 * and what the codes mean is looked up once for each.
 */
export function recordNumbersOf(
  columns: IncidentColumns,
  selection: Selection,
  areas: ReadonlyMap<number, AreaTuple>,
): Numbers {
  const tally = new Tally(areas);
  columns.segments.forEach((segment, index) => {
    const marks = selection.parts[index]?.marks;
    if (marks) tally.addSelected(segment, marks);
  });
  return tally.numbers();
}

class Tally {
  readonly #areas: ReadonlyMap<number, AreaTuple>;
  readonly #hours = new Uint32Array(WEEK_DAYS * DAY_HOURS);
  #withoutHour = 0;
  readonly #byArea = new Float64Array(AREA_CODES * AREA_FIELDS);
  readonly #byClass = new Float64Array(CLASSES * CLASS_FIELDS);
  /** By area code of a port, its seizures by year since 1970; ports are few, and areas many. */
  readonly #byPort = new Map<number, Float64Array>();
  readonly #isPort = new Uint8Array(AREA_CODES);

  constructor(areas: ReadonlyMap<number, AreaTuple>) {
    this.#areas = areas;
    for (const [code, { port }] of areas) this.#isPort[code] = port === null ? 0 : 1;
  }

  addSelected({ arrays, size }: Segment, marks: Uint8Array): void {
    const { occurredFrom, timePrecision, incidentClass, area, killed, injured } = arrays;
    const { quantity, quantityUnit } = arrays;
    for (let place = 0; place < size; place += 1) {
      if (marks[place] !== SELECTED) continue;
      const minute = occurredFrom[place] as number;
      const code = incidentClass[place] as number;
      const areaCode = area[place] as number;
      const isWeighed = quantityUnit[place] === UNIT_GRAMS;
      const grams = isWeighed ? (quantity[place] as number) : 0;
      if (HAS_HOUR[timePrecision[place] as number] === 1) this.#addHour(minute);
      else this.#withoutHour += 1;
      add(this.#byClass, code * CLASS_FIELDS, 1, grams, isWeighed ? 0 : 1);
      const dead = stated(killed[place] as number);
      add(this.#byArea, areaCode * AREA_FIELDS, 1, dead, stated(injured[place] as number));
      if (this.#isPort[areaCode] === 1 && IS_SEIZURE[code] === 1)
        this.#addAtPort(areaCode, minute, grams);
    }
  }

  #addHour(minute: number): void {
    const weekday = (brusselsDayNumber(minute) + FIRST_WEEKDAY) % WEEK_DAYS;
    const hour = weekday * DAY_HOURS + brusselsHourOfDay(minute);
    this.#hours[hour] = (this.#hours[hour] as number) + 1;
  }

  #addAtPort(areaCode: number, minute: number, grams: number): void {
    let years = this.#byPort.get(areaCode);
    if (!years) {
      years = new Float64Array(YEARS * PORT_FIELDS);
      this.#byPort.set(areaCode, years);
    }
    add(years, (yearOfMinute(minute) - yearAfterStarts(0)) * PORT_FIELDS, 1, grams);
  }

  numbers(): Numbers {
    return {
      hours: Array.from(this.#hours),
      withoutHour: this.#withoutHour,
      drugs: this.#drugs(),
      ports: this.#ports(),
      municipalities: this.#municipalities(),
    };
  }

  #drugs(): DrugSum[] {
    const sums = DRUG_OF_CLASS.flatMap((drug, code): DrugSum[] => {
      const [records = 0, grams = 0, unweighed = 0] = this.#byClass.subarray(code * CLASS_FIELDS);
      return drug && records > 0 ? [{ drug, records, grams, unweighed }] : [];
    });
    return sums.sort((a, b) => b.records - a.records);
  }

  #ports(): PortYearSum[] {
    const sums = new Map<string, PortYearSum>();
    for (const [areaCode, years] of this.#byPort) {
      const code = this.#areas.get(areaCode)?.port ?? '';
      for (let passed = 0; passed < YEARS; passed += 1) {
        const [records = 0, grams = 0] = years.subarray(passed * PORT_FIELDS);
        if (records === 0) continue;
        const year = yearAfterStarts(passed);
        const sum = sums.get(`${code} ${year}`) ?? { code, year, records: 0, grams: 0 };
        sums.set(`${code} ${year}`, sum);
        sum.records += records;
        sum.grams += grams;
      }
    }
    return [...sums.values()].sort((a, b) => (a.code === b.code ? a.year - b.year : byCode(a, b)));
  }

  #municipalities(): MunicipalitySum[] {
    const sums = new Map<string, MunicipalitySum>();
    for (const [areaCode, { municipality: code }] of this.#areas) {
      const [count = 0, killed = 0, injured = 0] = this.#byArea.subarray(areaCode * AREA_FIELDS);
      if (code === null || count === 0) continue;
      const sum = sums.get(code) ?? { code, count: 0, killed: 0, injured: 0 };
      sums.set(code, sum);
      sum.count += count;
      sum.killed += killed;
      sum.injured += injured;
    }
    return [...sums.values()].sort((a, b) => b.count - a.count || byCode(a, b));
  }
}

function byCode(a: { code: string }, b: { code: string }): number {
  return a.code < b.code ? -1 : 1;
}

function add(sums: Float64Array, at: number, first: number, second: number, third?: number): void {
  sums[at] = (sums[at] as number) + first;
  sums[at + 1] = (sums[at + 1] as number) + second;
  if (third !== undefined) sums[at + 2] = (sums[at + 2] as number) + third;
}

function stated(people: number): number {
  return people === NOT_STATED ? 0 : people;
}
