import type { IncidentInput } from '../../../lib/domain/incident';
import { brusselsDay, startOfBrusselsDayMs } from '../../../lib/domain/time';
import { type DemoPlace, pickAntwerp, pickBrussels, pickElsewhere, pickPort } from './places';
import { createRandom, type Random, weightedPicker } from './random';
import { type DemoStream, iso, simulateRecord, simulateSeizureAt } from './simulate-record';
import { simulatedText } from './simulated-text';

export interface HistoryOptions {
  /** A 32-bit number; the same seed and options give the same records. */
  seed: number;
  /** How many records; see {@link defaultHistoryCount}. */
  count: number;
  /** UTC milliseconds; no event starts after `to`. */
  from: number;
  to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365.25 * DAY_MS;
/** About the scale of the published figures: see the streams below. */
const RECORDS_PER_YEAR = 560;

/** Yearly numbers at the default size: Brussels' shootings, Antwerp's attacks, the ports' finds, and the rest. */
const pickStream = weightedPicker<{
  stream: DemoStream;
  pickPlace: ((random: Random) => DemoPlace) | null;
}>([
  [{ stream: 'shooting', pickPlace: pickBrussels }, 84],
  [{ stream: 'attack', pickPlace: pickBrussels }, 18],
  [{ stream: 'violence', pickPlace: pickBrussels }, 52],
  [{ stream: 'attack', pickPlace: pickAntwerp }, 38],
  [{ stream: 'shooting', pickPlace: pickAntwerp }, 18],
  [{ stream: 'violence', pickPlace: pickAntwerp }, 26],
  [{ stream: 'shooting', pickPlace: pickElsewhere }, 12],
  [{ stream: 'attack', pickPlace: pickElsewhere }, 12],
  [{ stream: 'seizure', pickPlace: null }, 300],
]);

/** Most violence is at night and at the weekend; hours of the Brussels day from 0 to 23. */
const HOUR_WEIGHTS = [9, 9, 8, 7, 6, 3, 2, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10];
const pickHour = weightedPicker(HOUR_WEIGHTS.map((weight, hour) => [hour, weight] as const));
/** Sunday to Saturday. */
const DAY_WEIGHTS = [1.35, 0.85, 0.8, 0.85, 0.95, 1.2, 1.5];

/** The default number of records for a period: about two and a half thousand from 2022 to now. */
export function defaultHistoryCount(from: number, to: number): number {
  return Math.max(1, Math.round(((to - from) / YEAR_MS) * RECORDS_PER_YEAR));
}

/**
 * A believable history that never happened, oldest day first. Records carry origin `simulated`, a title that begins
 * with the word, and no source but example.org. Nothing depends on the clock.
 */
export function* generateHistory(options: HistoryOptions): Generator<IncidentInput> {
  const random = createRandom(options.seed);
  const days = weighDays(random, options);
  const total = days.reduce((sum, day) => sum + day.weight, 0);
  let weighed = 0;
  let made = 0;
  for (const day of days) {
    weighed += day.weight;
    const upTo = Math.round((options.count * weighed) / total);
    for (; made < upTo; made += 1) yield recordOfDay(random, day.startMs, options.to, made + 1);
  }
}

interface WeighedDay {
  startMs: number;
  weight: number;
}

/** Every Brussels day of the period, weekends heavier, with calm and busy days. */
function weighDays(random: Random, { from, to }: HistoryOptions): WeighedDay[] {
  const days: WeighedDay[] = [];
  for (
    let noonMs = startOfBrusselsDayMs(brusselsDay(from)) + DAY_MS / 2;
    noonMs - DAY_MS / 2 <= to;
    noonMs += DAY_MS
  ) {
    const weekday = new Date(noonMs).getUTCDay();
    const weight = (DAY_WEIGHTS[weekday] ?? 1) * (0.35 + 0.65 * random.exponential());
    days.push({ startMs: startOfBrusselsDayMs(brusselsDay(noonMs)), weight });
  }
  return days;
}

function recordOfDay(
  random: Random,
  dayMs: number,
  latestMs: number,
  serial: number,
): IncidentInput {
  const { stream, pickPlace } = pickStream(random);
  const minute = pickHour(random) * 60 + random.below(60);
  const atMs = Math.min(dayMs + minute * 60_000, latestMs);
  const moment = { atMs, dayMs, serial };
  const year = new Date(dayMs + DAY_MS / 2).getUTCFullYear();
  const record = pickPlace
    ? simulateRecord(random, { stream, place: pickPlace(random), ...moment })
    : simulateSeizureAt(random, pickPort(random, year), moment);
  return keepInPast(withFate(random, record, atMs, latestMs), latestMs);
}

/** A vague time may reach into the future and an announcement may lie there: neither is known yet. */
function keepInPast(record: IncidentInput, latestMs: number): IncidentInput {
  const latest = iso(latestMs);
  if (record.announcedAt && record.announcedAt > latest) record.announcedAt = null;
  if (record.occurredTo > latest && record.occurredFrom <= latest) record.occurredTo = latest;
  return record;
}

/** A few records were corrected later, fewer were retracted. */
function withFate(
  random: Random,
  record: IncidentInput,
  atMs: number,
  latestMs: number,
): IncidentInput {
  const fate = random.next();
  if (fate < 0.012) {
    record.status = 'retracted';
    record.retractionReason = simulatedText('retracted');
  } else if (fate < 0.05) {
    const field = record.kind === 'seizure' ? 'quantity' : 'injured';
    const text = simulatedText(record.kind === 'seizure' ? 'weight' : 'casualties');
    const correctedMs = Math.min(atMs + (1 + random.below(72)) * HOUR_MS, latestMs);
    record.corrections.push({ text, at: iso(correctedMs), fields: [field] });
  }
  return record;
}
