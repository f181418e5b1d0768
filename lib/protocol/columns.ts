import type { PublicIncident } from '@/lib/domain/incident';
import type { AreaTuple } from '@/lib/domain/region';
import { MINUTE_MS } from '@/lib/domain/time';
import {
  CONTEXTS,
  classCodeOf,
  codeOf,
  ORIGINS,
  PLACE_PRECISIONS,
  QUANTITY_UNITS,
  TIME_PRECISIONS,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import { mercatorX, mercatorY } from './mercator';

/**
 * The wire columns of an incident, in order. All are integers whose codes mean the same in every file and for ever.
 * `array` is the narrowest typed array that holds the column.
 */
export const WIRE_COLUMNS = [
  { name: 'rid', array: 'Uint32Array' },
  { name: 'fromSeq', array: 'Uint32Array' },
  /** 31-bit Web Mercator; `NO_POINT` in both where there is no public point. */
  { name: 'x', array: 'Uint32Array' },
  { name: 'y', array: 'Uint32Array' },
  /** Minutes since 1970-01-01T00:00Z. */
  { name: 'occurredFrom', array: 'Uint32Array' },
  { name: 'occurredTo', array: 'Uint32Array' },
  /** 0 where nobody announced it. */
  { name: 'announcedAt', array: 'Uint32Array' },
  { name: 'area', array: 'Uint16Array' },
  { name: 'incidentClass', array: 'Uint8Array' },
  { name: 'timePrecision', array: 'Uint8Array' },
  { name: 'placePrecision', array: 'Uint8Array' },
  { name: 'verification', array: 'Uint8Array' },
  /** `ROW_PUBLISHED`, `ROW_RETRACTED` or `ROW_GONE`. */
  { name: 'state', array: 'Uint8Array' },
  { name: 'origin', array: 'Uint8Array' },
  { name: 'context', array: 'Uint8Array' },
  /** `NOT_STATED` where nobody said. */
  { name: 'killed', array: 'Uint16Array' },
  { name: 'injured', array: 'Uint16Array' },
  /** Best estimate: grams for kg, else whole units; 0 where there is none. */
  { name: 'quantity', array: 'Uint32Array' },
  /** 0 none, else 1 + index in `QUANTITY_UNITS`. */
  { name: 'quantityUnit', array: 'Uint8Array' },
] as const;

export type WireColumn = (typeof WIRE_COLUMNS)[number]['name'];
/** One incident as named integers. */
export type WireRow = Record<WireColumn, number>;
/** One incident as integers in the order of `WIRE_COLUMNS`. */
export type WireTuple = number[];

export const NO_POINT = 0xffff_ffff;
export const NOT_STATED = 0xffff;
export const ROW_PUBLISHED = 0;
export const ROW_RETRACTED = 1;
/** Withdrawn, erased: a tombstone, all other columns but rid and fromSeq are 0. */
export const ROW_GONE = 2;

export function toTuple(row: WireRow): WireTuple {
  return WIRE_COLUMNS.map((column) => row[column.name]);
}

export function fromTuple(tuple: WireTuple): WireRow {
  const row = {} as WireRow;
  WIRE_COLUMNS.forEach((column, index) => {
    row[column.name] = tuple[index] ?? 0;
  });
  return row;
}

/** The tombstone of a record that left public view at `fromSeq`. */
export function tombstone(rid: number, fromSeq: number): WireRow {
  const row = fromTuple([]);
  row.rid = rid;
  row.fromSeq = fromSeq;
  row.state = ROW_GONE;
  return row;
}

/** A public record as wire columns. `areaCode` is the code of its area tuple. */
export function toWireRow(record: PublicIncident, fromSeq: number, areaCode: number): WireRow {
  const unit = record.quantity ? 1 + codeOf(QUANTITY_UNITS, record.quantity.unit) : 0;
  const quantity = record.quantity
    ? Math.round(record.quantity.best * (record.quantity.unit === 'kg' ? 1000 : 1))
    : 0;
  return {
    rid: record.rid,
    fromSeq,
    x: record.point ? mercatorX(record.point[0]) : NO_POINT,
    y: record.point ? mercatorY(record.point[1]) : NO_POINT,
    occurredFrom: minutesOf(record.occurredFrom),
    occurredTo: minutesOf(record.occurredTo),
    announcedAt: record.announcedAt ? minutesOf(record.announcedAt) : 0,
    area: areaCode,
    incidentClass: classCodeOf(record.kind, record.subtype),
    timePrecision: codeOf(TIME_PRECISIONS, record.timePrecision),
    placePrecision: codeOf(PLACE_PRECISIONS, record.placePrecision),
    verification: codeOf(VERIFICATIONS, record.verification),
    state: record.status === 'retracted' ? ROW_RETRACTED : ROW_PUBLISHED,
    origin: codeOf(ORIGINS, record.origin),
    context: codeOf(CONTEXTS, record.context),
    killed: record.killed ? record.killed.best : NOT_STATED,
    injured: record.injured ? record.injured.best : NOT_STATED,
    quantity: Math.min(quantity, 0xffff_ffff),
    quantityUnit: unit,
  };
}

function minutesOf(instant: string): number {
  return Math.floor(Date.parse(instant) / MINUTE_MS);
}

export function areaOfRecord(record: AreaTuple): AreaTuple {
  const { country, province, municipality, district, policeZone, port } = record;
  return { country, province, municipality, district, policeZone, port };
}
