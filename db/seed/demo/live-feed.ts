import { composeTitle } from '../../../lib/domain/headline';
import type { IncidentInput, IncidentPatch } from '../../../lib/domain/incident';
import { brusselsDay, brusselsYear, startOfBrusselsDayMs } from '../../../lib/domain/time';
import { type DemoPlace, pickAntwerp, pickBrussels, pickPort, portOf } from './places';
import { createRandom, type Random, weightedPicker } from './random';
import {
  type DemoEvent,
  headlinePlace,
  iso,
  simulateRecord,
  simulateSeizureAt,
} from './simulate-record';
import { simulatedText } from './simulated-text';

/** One thing that the live demo does; `ref` names a record that an earlier step of the same script created. */
export type LiveStep = { atMs: number; ref: string } & (
  | { action: 'create'; input: IncidentInput }
  | { action: 'change'; patch: IncidentPatch }
  | { action: 'withdraw' }
);

export interface LiveScriptOptions {
  seed: number;
  /** UTC milliseconds of the demo's start; the steps' own `atMs` count from it. */
  startMs: number;
  /** Mean pause between steps after the first minute's script. */
  meanIntervalMs?: number;
}

/** A script without an end and without a clock: who runs it says how much time has passed. */
export interface LiveScript {
  /** When the next step is due, in milliseconds after the start. */
  nextAtMs(): number;
  /** Every step due by then that was not given before, in order. */
  stepsUntil(elapsedMs: number): LiveStep[];
}

const SECOND_MS = 1000;
const MEAN_INTERVAL_MS = 8 * SECOND_MS;
/** Steps that come less than this after the one before would not be told apart on a wall. */
const SHORTEST_PAUSE_MS = 1200;
const SCRIPTED_SEIZURE_KG = 1500;
/** Only recent records are changed, so that the change is on screen. */
const REMEMBERED = 40;

interface LiveRecord {
  ref: string;
  input: IncidentInput;
  place: DemoPlace;
  isCorrected: boolean;
}

const pickAction = weightedPicker<'create' | 'correct' | 'retract' | 'withdraw'>([
  ['create', 74],
  ['correct', 17],
  ['retract', 6],
  ['withdraw', 3],
]);
const pickLiveStream = weightedPicker<'shooting' | 'attack' | 'violence' | 'seizure'>([
  ['shooting', 34],
  ['attack', 20],
  ['violence', 22],
  ['seizure', 24],
]);

/**
 * The demo's live feed: at 5 s a shooting in Brussels, at 15 s a seizure in the port of Antwerp, at 30 s the
 * shooting's casualties corrected, at 45 s the seizure retracted; then new records, corrections, retractions and,
 * rarely, withdrawals at random times.
 */
export function createLiveScript(options: LiveScriptOptions): LiveScript {
  const steps = writeSteps(options);
  let pending = steps.next().value;
  return {
    nextAtMs: () => pending.atMs,
    stepsUntil(elapsedMs) {
      const due: LiveStep[] = [];
      while (pending.atMs <= elapsedMs) {
        due.push(pending);
        pending = steps.next().value;
      }
      return due;
    },
  };
}

/** Never returns: `next().value` is always a step. */
function* writeSteps(options: LiveScriptOptions): Generator<LiveStep, never> {
  const random = createRandom(options.seed);
  const records = new LiveRecords(random, options.startMs);
  yield* writeFirstMinute(records);
  let atMs = 45 * SECOND_MS;
  const meanMs = options.meanIntervalMs ?? MEAN_INTERVAL_MS;
  for (;;) {
    atMs += Math.round(
      SHORTEST_PAUSE_MS + random.exponential() * Math.max(0, meanMs - SHORTEST_PAUSE_MS),
    );
    yield writeRandomStep(random, records, atMs);
  }
}

function* writeFirstMinute(records: LiveRecords): Generator<LiveStep, void> {
  const shooting = records.createShooting(5 * SECOND_MS);
  yield { atMs: 5 * SECOND_MS, ref: shooting.ref, action: 'create', input: shooting.input };
  const seizure = records.createSeizure(15 * SECOND_MS, 'BEANR');
  yield { atMs: 15 * SECOND_MS, ref: seizure.ref, action: 'create', input: seizure.input };
  yield {
    atMs: 30 * SECOND_MS,
    ref: shooting.ref,
    action: 'change',
    patch: correctCasualties(shooting),
  };
  yield { atMs: 45 * SECOND_MS, ref: seizure.ref, action: 'change', patch: retract() };
  records.forget(seizure);
}

function writeRandomStep(random: Random, records: LiveRecords, atMs: number): LiveStep {
  const action = pickAction(random);
  const record = action === 'create' ? null : records.pickOpen();
  if (!record || (action === 'correct' && record.isCorrected)) {
    const made = records.createAny(atMs);
    return { atMs, ref: made.ref, action: 'create', input: made.input };
  }
  if (action === 'correct')
    return { atMs, ref: record.ref, action: 'change', patch: correct(record) };
  records.forget(record);
  if (action === 'retract') return { atMs, ref: record.ref, action: 'change', patch: retract() };
  return { atMs, ref: record.ref, action: 'withdraw' };
}

/** What the script has published and not taken back. */
class LiveRecords {
  readonly #open: LiveRecord[] = [];
  readonly #random: Random;
  readonly #startMs: number;
  #made = 0;

  constructor(random: Random, startMs: number) {
    this.#random = random;
    this.#startMs = startMs;
  }

  /** A person hit somewhere in Brussels a few minutes ago, known to the vicinity. */
  createShooting(atMs: number): LiveRecord {
    for (;;) {
      const place = pickBrussels(this.#random);
      const event = this.#event(atMs, place, 'shooting');
      const input = simulateRecord(this.#random, event);
      const isOnePerson =
        input.subtype === 'person hit' && !input.killed && input.injured?.best === 1;
      const suits = isOnePerson && input.placePrecision === 'vicinity';
      if (suits && input.sensitivity.length === 0)
        return this.#remember(place, happenedAt(input, event.atMs));
    }
  }

  createSeizure(atMs: number, locode: string): LiveRecord {
    const place = portOf(locode);
    const event = this.#event(atMs, place, 'seizure');
    return this.#remember(
      place,
      happenedAt(
        simulateSeizureAt(this.#random, { place, meanKg: SCRIPTED_SEIZURE_KG }, event),
        event.atMs,
      ),
    );
  }

  createAny(atMs: number): LiveRecord {
    const stream = pickLiveStream(this.#random);
    if (stream === 'seizure') return this.#createSeizureAnywhere(atMs);
    const place = this.#random.chance(0.65)
      ? pickBrussels(this.#random)
      : pickAntwerp(this.#random);
    const event = this.#event(atMs, place, stream);
    return this.#remember(place, happenedAt(simulateRecord(this.#random, event), event.atMs));
  }

  #createSeizureAnywhere(atMs: number): LiveRecord {
    const port = pickPort(this.#random, brusselsYear(this.#startMs + atMs));
    const event = this.#event(atMs, port.place, 'seizure');
    return this.#remember(
      port.place,
      happenedAt(simulateSeizureAt(this.#random, port, event), event.atMs),
    );
  }

  pickOpen(): LiveRecord | null {
    return this.#open.length > 0 ? this.#random.pick(this.#open) : null;
  }

  forget(record: LiveRecord): void {
    const index = this.#open.indexOf(record);
    if (index >= 0) this.#open.splice(index, 1);
  }

  /** A few minutes before the step, so that it is news and not the future. */
  #event(atMs: number, place: DemoPlace, stream: DemoEvent['stream']): DemoEvent {
    const minutesAgo = 2 + this.#random.below(9);
    const happenedMs = this.#startMs + atMs - minutesAgo * 60_000;
    const dayMs = startOfBrusselsDayMs(brusselsDay(happenedMs));
    this.#made += 1;
    return { stream, place, atMs: happenedMs, dayMs, serial: 10_000_000 + this.#made };
  }

  #remember(place: DemoPlace, input: IncidentInput): LiveRecord {
    const record = { ref: `live-${this.#made}`, input, place, isCorrected: false };
    this.#open.push(record);
    if (this.#open.length > REMEMBERED) this.#open.shift();
    return record;
  }
}

/** A live record is told at once and to the minute. */
function happenedAt(input: IncidentInput, ms: number): IncidentInput {
  const at = iso(Math.floor(ms / 60_000) * 60_000);
  return { ...input, occurredFrom: at, occurredTo: at, timePrecision: 'exact', announcedAt: null };
}

function correct(record: LiveRecord): IncidentPatch {
  record.isCorrected = true;
  if (record.input.kind === 'seizure') return correctWeight(record);
  if (record.input.subtype === 'person hit') return correctCasualties(record);
  record.input = { ...record.input, verification: 'official' };
  return { verification: 'official', correction: simulatedText('confirmed') };
}

function correctCasualties(record: LiveRecord): IncidentPatch {
  const best = (record.input.injured?.best ?? 0) + 1;
  const injured = { low: null, best, high: null };
  record.input = { ...record.input, injured };
  const title = retitle(record);
  return { injured, title, correction: simulatedText('casualties') };
}

function correctWeight(record: LiveRecord): IncidentPatch {
  const before = record.input.quantity?.best ?? 100;
  const quantity = {
    low: null,
    best: Math.round(before * 1.08 * 10) / 10,
    high: null,
    unit: 'kg',
    basis: 'net',
  } as const;
  record.input = { ...record.input, quantity };
  const title = retitle(record);
  return { quantity, title, correction: simulatedText('weight') };
}

function retitle(record: LiveRecord): IncidentInput['title'] {
  const { kind, subtype, killed, injured, quantity, sensitivity, context } = record.input;
  const title = composeTitle({
    kind,
    subtype,
    killed: killed?.best ?? null,
    injured: injured?.best ?? null,
    quantity: quantity ? { best: quantity.best, unit: quantity.unit } : null,
    place: headlinePlace(record.input, record.place),
    target: sensitivity.includes('private home') ? 'house' : null,
    drugs: context === 'drugs',
    simulated: true,
  });
  record.input = { ...record.input, title };
  return title;
}

function retract(): IncidentPatch {
  return { status: 'retracted', retractionReason: simulatedText('retracted') };
}
