import type { AreaTuple } from '@/lib/domain/region';
import { brusselsToUtcMs, MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES, ORIGINS } from '@/lib/domain/vocabulary';
import {
  NO_POINT,
  NOT_STATED,
  ROW_PUBLISHED,
  ROW_RETRACTED,
  toTuple,
  type WireRow,
  type WireTuple,
} from '@/lib/protocol/columns';
import { mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { IncidentColumns } from '@/lib/store/incident-columns';

/** Uniform numbers in [0, 1) from a seed (mulberry32 by Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NOWHERE: AreaTuple = {
  country: null,
  province: null,
  municipality: null,
  district: null,
  policeZone: null,
  port: null,
};

export const AREAS: ReadonlyMap<number, AreaTuple> = new Map([
  [0, NOWHERE],
  [1, { ...NOWHERE, country: 'BE' }],
  [2, { ...NOWHERE, country: 'BE', province: 'BE-BRU', municipality: '21004' }],
  [3, { ...NOWHERE, country: 'BE', port: 'BEANR' }],
  [4, { ...NOWHERE, country: 'NL' }],
]);

/** Whether one of the area's codes is the code. */
export function areaMatches(area: AreaTuple, code: string): boolean {
  return Object.values(area).includes(code);
}

const CENTRES: readonly (readonly [number, number])[] = [
  [4.35, 50.85],
  [4.4, 51.22],
  [4.1, 51.95],
  [3.7, 51.05],
];
const YEARS = 3;
const BEGINNING = brusselsToUtcMs(2023, 1, 1) / MINUTE_MS;

/** A record clumped like cities, one in six without a point, some retracted, some simulated. */
export function randomRow(rid: number, fromSeq: number, random: () => number): WireRow {
  const pick = (count: number): number => Math.floor(random() * count);
  const centre = CENTRES[pick(CENTRES.length)] ?? [4, 51];
  const spread = random() < 0.2 ? 0 : 0.2 * random() ** 3;
  const hasPoint = random() < 0.83;
  const timePrecision = pick(7);
  const occurredFrom = BEGINNING + pick(YEARS * 365 * 24 * 60);
  const span = [0, 60, 600, 1440, 7 * 1440, 31 * 1440, 366 * 1440][timePrecision] ?? 0;
  const isRetracted = random() < 0.05;
  const incidentClass = pick(INCIDENT_CLASSES.length);
  return {
    rid,
    fromSeq,
    x: hasPoint && !isRetracted ? mercatorX(centre[0] + (random() - 0.5) * spread) : NO_POINT,
    y: hasPoint && !isRetracted ? mercatorY(centre[1] + (random() - 0.5) * spread) : NO_POINT,
    occurredFrom,
    occurredTo: occurredFrom + span,
    announcedAt: 0,
    area: pick(AREAS.size),
    incidentClass,
    timePrecision,
    placePrecision: hasPoint && !isRetracted ? pick(3) : 3 + pick(4),
    verification: pick(5),
    state: isRetracted ? ROW_RETRACTED : ROW_PUBLISHED,
    origin: random() < 0.1 ? ORIGINS.indexOf('simulated') : pick(3),
    context: pick(5),
    killed: random() < 0.5 ? NOT_STATED : pick(3),
    injured: random() < 0.5 ? NOT_STATED : pick(5),
    quantity: pick(4_000_000),
    quantityUnit: pick(6),
  };
}

export function randomTuple(rid: number, fromSeq: number, random: () => number): WireTuple {
  return toTuple(randomRow(rid, fromSeq, random));
}

/** `count` records with rids from 1. */
export function randomColumns(count: number, seed: number): IncidentColumns {
  const random = seededRandom(seed);
  const columns = new IncidentColumns();
  for (let rid = 1; rid <= count; rid += 1) columns.put(randomTuple(rid, rid, random));
  return columns;
}
