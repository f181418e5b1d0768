import { brusselsToUtcMs, MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES } from '@/lib/domain/vocabulary';
import { NOT_STATED, toTuple, type WireTuple } from '@/lib/protocol/columns';
import { mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { encodePartition, rowsByBrusselsYear } from '@/lib/store/partition-codec';

/** `[lng, lat, weight]` of cities and ports around which records fall. */
const PLACES: readonly (readonly [number, number, number])[] = [
  [4.35, 50.85, 30],
  [4.4, 51.23, 25],
  [4.1, 51.95, 12],
  [9.97, 53.53, 8],
  [-5.44, 36.13, 8],
  [0.1, 49.48, 6],
  [15.9, 38.45, 6],
  [3.72, 51.05, 5],
];
const SPREAD_DEGREES = 0.25;
const FIRST_YEAR = 2022;
const YEARS = 5;

/** Numbers in [0, 1) from a seed (mulberry32 by Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `[lng, lat]` near one of the places, denser towards its middle. */
export function clumpedPoint(random: () => number): [number, number] {
  const [lng, lat] = pickPlace(random());
  const reach = SPREAD_DEGREES * random() ** 2;
  const angle = random() * 2 * Math.PI;
  return [lng + Math.cos(angle) * reach, lat + Math.sin(angle) * reach * 0.6];
}

function pickPlace(share: number): readonly [number, number, number] {
  let left = share * PLACES.reduce((sum, place) => sum + place[2], 0);
  for (const place of PLACES) {
    left -= place[2];
    if (left < 0) return place;
  }
  return [4.35, 50.85, 1];
}

/** A record of five years; casualties are stated of shootings, grams of seizures, and one in twenty is of some month. */
export function clumpedTuple(rid: number, fromSeq: number, random: () => number): WireTuple {
  const point = clumpedPoint(random);
  const first = brusselsToUtcMs(FIRST_YEAR, 1, 1) / MINUTE_MS;
  const begins = first + Math.floor(random() * YEARS * 365 * 1440);
  const incidentClass = Math.floor(random() * INCIDENT_CLASSES.length);
  const kind = INCIDENT_CLASSES[incidentClass]?.[0];
  const isOfAMonth = random() < 0.05;
  return toTuple({
    rid,
    fromSeq,
    x: mercatorX(point[0]),
    y: mercatorY(point[1]),
    occurredFrom: begins,
    occurredTo: begins + (isOfAMonth ? 31 * 1440 : 0),
    announcedAt: 0,
    area: 0,
    incidentClass,
    timePrecision: isOfAMonth ? 5 : 0,
    placePrecision: 0,
    verification: Math.floor(random() * 5),
    state: 0,
    origin: Math.floor(random() * 3),
    context: Math.floor(random() * 5),
    killed: kind === 'shooting' ? Math.floor(random() * 2) : NOT_STATED,
    injured: kind === 'shooting' ? Math.floor(random() * 3) : NOT_STATED,
    quantity: kind === 'seizure' ? Math.floor(random() * 1e6) : 0,
    quantityUnit: kind === 'seizure' ? 1 : 0,
  });
}

/** The partitions of `count` records, as they come over the wire. */
export function clumpedPartitions(count: number, random: () => number): Uint8Array<ArrayBuffer>[] {
  const columns = new IncidentColumns();
  for (let rid = 1; rid <= count; rid += 1) columns.put(clumpedTuple(rid, rid, random));
  const plain = columns.compact();
  return [...rowsByBrusselsYear(plain)].map(([year, rows]) =>
    encodePartition(plain, rows, { epoch: 'bench', seq: count, year }),
  );
}
