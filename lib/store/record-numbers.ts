import { DRUGS, type Drug } from '@/lib/domain/drugs';
import type { AreaTuple } from '@/lib/domain/region';
import { dayOfNumber } from '@/lib/domain/time';
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
/** By class the drug that it is, or null. */
const DRUG_OF_CLASS = INCIDENT_CLASSES.map(
  ([kind, subtype]) => (kind === 'seizure' && DRUGS.find((drug) => drug === subtype)) || null,
);

type Numbers = Omit<NumbersResponse, 'seq' | 'text'>;

/** Sums of the selected records in one walk over them; retracted ones are in none. */
export function recordNumbersOf(
  columns: IncidentColumns,
  selection: Selection,
  areas: ReadonlyMap<number, AreaTuple>,
): Numbers {
  const tally = new Tally(areas);
  columns.segments.forEach((segment, index) => {
    const marks = selection.parts[index]?.marks;
    for (let place = 0; marks && place < segment.size; place += 1) {
      if (marks[place] === SELECTED) tally.add(segment, place);
    }
  });
  return tally.numbers();
}

class Tally {
  readonly #areas: ReadonlyMap<number, AreaTuple>;
  readonly #hours = new Array<number>(WEEK_DAYS * DAY_HOURS).fill(0);
  #withoutHour = 0;
  readonly #drugs = new Map<Drug, DrugSum>();
  readonly #ports = new Map<string, PortYearSum>();
  readonly #municipalities = new Map<string, MunicipalitySum>();

  constructor(areas: ReadonlyMap<number, AreaTuple>) {
    this.#areas = areas;
  }

  add({ arrays }: Segment, place: number): void {
    const minute = arrays.occurredFrom[place] as number;
    const grams =
      arrays.quantityUnit[place] === UNIT_GRAMS ? (arrays.quantity[place] as number) : null;
    this.#addHour(minute, arrays.timePrecision[place] as number);
    const code = arrays.incidentClass[place] as number;
    const drug = DRUG_OF_CLASS[code];
    if (drug) this.#addDrug(drug, grams);
    const area = this.#areas.get(arrays.area[place] as number);
    const isSeizure = INCIDENT_CLASSES[code]?.[0] === 'seizure';
    if (area?.port && isSeizure) this.#addPort(area.port, minute, grams ?? 0);
    if (!area?.municipality) return;
    const killed = stated(arrays.killed[place] as number);
    this.#addMunicipality(area.municipality, killed, stated(arrays.injured[place] as number));
  }

  #addHour(minute: number, precision: number): void {
    if (HAS_HOUR[precision] !== 1) {
      this.#withoutHour += 1;
      return;
    }
    const weekday = (brusselsDayNumber(minute) + FIRST_WEEKDAY) % WEEK_DAYS;
    const hour = weekday * DAY_HOURS + brusselsHourOfDay(minute);
    this.#hours[hour] = (this.#hours[hour] as number) + 1;
  }

  #addDrug(drug: Drug, grams: number | null): void {
    const sum = this.#drugs.get(drug) ?? { drug, records: 0, grams: 0, unweighed: 0 };
    this.#drugs.set(drug, sum);
    sum.records += 1;
    if (grams === null) sum.unweighed += 1;
    else sum.grams += grams;
  }

  #addPort(code: string, minute: number, grams: number): void {
    const year = Number(dayOfNumber(brusselsDayNumber(minute)).slice(0, 4));
    const key = `${code} ${year}`;
    const sum = this.#ports.get(key) ?? { code, year, records: 0, grams: 0 };
    this.#ports.set(key, sum);
    sum.records += 1;
    sum.grams += grams;
  }

  #addMunicipality(code: string, killed: number, injured: number): void {
    const sum = this.#municipalities.get(code) ?? { code, count: 0, killed: 0, injured: 0 };
    this.#municipalities.set(code, sum);
    sum.count += 1;
    sum.killed += killed;
    sum.injured += injured;
  }

  numbers(): Numbers {
    const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
    return {
      hours: this.#hours,
      withoutHour: this.#withoutHour,
      drugs: [...this.#drugs.values()].sort((a, b) => b.records - a.records),
      ports: [...this.#ports.values()].sort((a, b) =>
        a.code === b.code ? a.year - b.year : byCode(a, b),
      ),
      municipalities: [...this.#municipalities.values()].sort(
        (a, b) => b.count - a.count || byCode(a, b),
      ),
    };
  }
}

function stated(people: number): number {
  return people === NOT_STATED ? 0 : people;
}
