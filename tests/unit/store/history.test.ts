import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import {
  NO_POINT,
  ROW_PUBLISHED,
  ROW_RETRACTED,
  tombstone,
  toTuple,
  type WireRow,
  type WireTuple,
} from '@/lib/protocol/columns';
import { digestToHex } from '@/lib/protocol/digest';
import { IncidentStore } from '@/lib/store/incident-store';
import { storeOfPast, wholeStateOf } from '@/lib/store/past-store';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { digestOf, isGone, type ModelStep, ridOf } from '../../support/history-model';
import { MemoryLog } from '../../support/memory-log';

/** `HISTORY_RUNS` raises the number of interleavings; a failure prints its seed and path. */
const RUNS = Number(process.env.HISTORY_RUNS ?? often(2_500, 10_000));
const RUN_PATIENCE_MS = 10;

const VERBS = ['create', 'correct', 'move', 'retract', 'withdraw', 'coarsen'] as const;

type Act =
  | { do: 'write'; verbs: { verb: (typeof VERBS)[number]; pick: number; value: number }[] }
  /** The reader takes the next page, having asked for an interval first if it is in none. */
  | { do: 'page'; limit: number; upTo: number }
  /** The tail sends what is next after its last batch, whatever the reader is doing. */
  | { do: 'live' }
  | { do: 'rebuild' }
  /** The reader begins a snapshot, or takes one more of its partitions. */
  | { do: 'load'; pick: number }
  | { do: 'look back'; pick: number; limit: number };

const write = fc.record({
  do: fc.constant('write' as const),
  verbs: fc.array(
    fc.record({ verb: fc.constantFrom(...VERBS), pick: fc.nat(50), value: fc.nat(2 ** 31 - 2) }),
    { minLength: 1, maxLength: 4 },
  ),
});
const page = fc.record({
  do: fc.constant('page' as const),
  limit: fc.integer({ min: 1, max: 4 }),
  upTo: fc.nat(20),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: write },
  { weight: 6, arbitrary: page },
  { weight: 3, arbitrary: fc.constant({ do: 'live' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'rebuild' as const }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('load' as const), pick: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('look back' as const),
      pick: fc.nat(50),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  },
);

/** Midday of a day in one of three years. */
function minuteOf(value: number): number {
  return Date.parse(`${2024 + (value % 3)}-06-15T12:00:00Z`) / 60_000 + (value % 1000);
}

function rowOf(rid: number, fromSeq: number, value: number): WireRow {
  const zeros = tombstone(rid, fromSeq);
  const occurredFrom = minuteOf(value);
  return {
    ...zeros,
    x: value,
    y: value >>> 1,
    occurredFrom,
    occurredTo: occurredFrom,
    incidentClass: value % 20,
    state: ROW_PUBLISHED,
  };
}

/** A log, one reader of it that SPEC.md describes, and everything that may happen between the two. */
class World {
  readonly log = new MemoryLog();
  store = new IncidentStore();
  #nextRid = 1;
  #interval: { to: number; after: number } | null = null;
  #tailSeq = 0;
  #outstanding: { url: string; bytes: Uint8Array | null }[] = [];
  #lastSeq = 0;
  #manifest: Manifest | null = null;

  constructor() {
    this.store.loadState({ ...this.#manifestHead(), areas: [], figures: [] }, []);
  }

  #manifestHead() {
    const { epoch, seq, digest, committedAt } = this.log.manifest();
    return { epoch, seq, digest, committedAt };
  }

  perform(step: Act): void {
    if (step.do === 'write') this.#write(step.verbs);
    else if (step.do === 'page') this.takePage(step.limit, step.upTo);
    else if (step.do === 'live') this.#live();
    else if (step.do === 'rebuild') this.log.rebuild();
    else if (step.do === 'load') this.#load(step.pick);
    else this.#lookBack(step.pick, step.limit);
    this.#check();
  }

  #write(verbs: Extract<Act, { do: 'write' }>['verbs']): void {
    const { model } = this.log;
    const touched = new Set<number>();
    const steps: ModelStep[] = [];
    for (const { verb, pick, value } of verbs) {
      const shown = [...model.shownAt(model.seq)].filter((row) => !touched.has(ridOf(row)));
      const target = shown[pick % Math.max(1, shown.length)];
      const fromSeq = model.seq + 1 + steps.length;
      if (verb === 'create') {
        steps.push({ tuple: toTuple(rowOf(this.#nextRid, fromSeq, value)), hides: false });
        touched.add(this.#nextRid);
        this.#nextRid += 1;
      } else if (target) {
        steps.push(nextOf(verb, target, fromSeq, value));
        touched.add(ridOf(target));
      }
    }
    if (steps.length === 0) return;
    model.commit(steps);
    this.log.forgetHidden();
  }

  /** One page; gives whether the reader stands at the head afterwards. */
  takePage(limit: number, upTo: number): boolean {
    const { model } = this.log;
    const ahead = model.boundaries.filter((seq) => seq > this.store.seq);
    if (!this.#interval) {
      const to = ahead[Math.min(upTo, ahead.length - 1)];
      if (to === undefined) return true;
      this.#interval = { to, after: this.store.seq };
    }
    const { to, after } = this.#interval;
    const batch = this.log.changes(this.store.seq, to, after, limit);
    const { gap } = this.store.applyBatch(batch, after);
    expectEqual(gap, false);
    this.#interval = batch.next === null ? null : { to, after: batch.next };
    return batch.next === null && ahead.length <= 1;
  }

  #live(): void {
    const to = this.log.model.boundaries.find((seq) => seq > this.#tailSeq);
    if (to === undefined) return;
    const batch: ChangeBatch = this.log.changes(this.#tailSeq, to, this.#tailSeq, 1_000);
    this.#tailSeq = to;
    // While pages of an interval are on their way a reader keeps live batches back.
    if (!this.#interval) this.store.applyBatch(batch);
  }

  #load(pick: number): void {
    if (!this.#manifest) {
      this.#manifest = this.log.manifest();
      this.store = new IncidentStore();
      this.store.beginSnapshot(this.#manifest);
      this.#interval = null;
      this.#lastSeq = 0;
      // Some are already on their way when something in them is withdrawn; the others will be 410.
      this.#outstanding = this.#manifest.partitions.map(({ url }, index) => ({
        url,
        bytes: (pick + index) % 2 === 0 ? (this.log.parts.get(url)?.bytes ?? null) : null,
      }));
    } else {
      const [part] = this.#outstanding.splice(pick % this.#outstanding.length, 1);
      const bytes = part?.bytes ?? this.log.parts.get(part?.url ?? '')?.bytes;
      // Each reader fetches bytes of its own: the store keeps them and writes to them.
      if (bytes) this.store.addPartition(bytes.slice());
      else {
        this.#manifest = null;
        this.#load(pick);
      }
    }
    if (this.#outstanding.length === 0) this.#manifest = null;
  }

  #lookBack(pick: number, limit: number): void {
    if (this.store.loading || this.#interval) return;
    const { model } = this.log;
    const at = this.store.seq;
    const pasts = model.boundaries.filter((seq) => seq <= at);
    const seq = pasts[pick % pasts.length] ?? 0;
    const pages = [];
    for (let after: number | null = 0; after !== null; after = pages.at(-1)?.next ?? null) {
      pages.push(this.log.wayBack(seq, at, after, limit));
    }
    const past = storeOfPast(wholeStateOf(this.store), pages);
    if (!past) throw new Error(`no state as of ${seq} from ${at}`);
    expectEqual(rowsOf(past), sorted(model.shownAsOf(seq).values()));
  }

  #check(): void {
    expectEqual(this.store.seq >= this.#lastSeq, true, 'it does not go back');
    this.#lastSeq = this.store.seq;
    if (!this.store.verifiable) return;
    expectEqual(this.store.digest, this.log.model.digestAt(this.store.seq));
  }

  /** Whatever is under way ends, and the reader reads to the head. */
  settle(): void {
    while (this.#manifest) this.#load(0);
    for (let isThere = false; !isThere; ) {
      isThere = this.takePage(3, 0);
      this.#check();
    }
    const { model } = this.log;
    expectEqual([this.store.seq, this.store.verifiable], [model.seq, true]);
    expectEqual(rowsOf(this.store), sorted(model.shownAt(model.seq)));
  }
}

function nextOf(
  verb: Exclude<(typeof VERBS)[number], 'create'>,
  target: WireTuple,
  fromSeq: number,
  value: number,
): ModelStep {
  const rid = ridOf(target);
  if (verb === 'withdraw') return { tuple: toTuple(tombstone(rid, fromSeq)), hides: true };
  const before = rowOf(rid, fromSeq, target[2] === NO_POINT ? value : (target[2] ?? 0));
  if (verb === 'retract') {
    const claim = { x: NO_POINT, y: NO_POINT, incidentClass: 0, state: ROW_RETRACTED };
    return { tuple: toTuple({ ...before, ...claim }), hides: true };
  }
  const shift =
    verb === 'move' ? { occurredFrom: minuteOf(value), occurredTo: minuteOf(value) } : {};
  const row = { ...before, ...shift, killed: value % 100 };
  return { tuple: toTuple(row), hides: verb === 'coarsen' };
}

function sorted(tuples: Iterable<WireTuple>): WireTuple[] {
  return [...tuples].filter((tuple) => !isGone(tuple)).sort((a, b) => ridOf(a) - ridOf(b));
}

function rowsOf({ columns }: IncidentStore): WireTuple[] {
  return sorted(Array.from(columns.rows(), (row) => columns.tupleAt(row)));
}

describe('any interleaving of pages, live batches, partitions and a past that changes', () => {
  it(
    '[CH1] [CH2] [CH3] [CH5] [SN3] [AO2] [AO3] [AO5] ends in equal digests at every T, and as of every S in what a replay says',
    () => {
      const acts = fc.array(act, { minLength: 1, maxLength: 40 });
      const property = fc.property(acts, (steps) => {
        const world = new World();
        for (const step of steps) world.perform(step);
        world.settle();
      });
      fc.assert(property, { numRuns: RUNS });
    },
    RUNS * RUN_PATIENCE_MS + 30_000,
  );
});

describe('the way back', () => {
  /** A record, its correction, another record, and the withdrawal of the first. */
  function written(): { log: MemoryLog; store: IncidentStore } {
    const log = new MemoryLog();
    const steps: [number, ModelStep][] = [
      [1, { tuple: toTuple(rowOf(1, 1, 10)), hides: false }],
      [2, { tuple: toTuple(rowOf(1, 2, 20)), hides: false }],
      [3, { tuple: toTuple(rowOf(2, 3, 30)), hides: false }],
    ];
    for (const [, step] of steps) log.model.commit([step]);
    const store = new IncidentStore();
    const { model } = log;
    const digest = digestToHex(digestOf(model.shownAt(3)));
    const label = { epoch: 'memory', seq: 3, digest, committedAt: '', areas: [], figures: [] };
    store.loadState(label, model.shownAt(3));
    return { log, store };
  }

  it('[AO5] is not gone where a page is of another state than the reader holds', () => {
    const { log, store } = written();
    const whole = log.wayBack(1, 3, 0, 10);
    expect(rowsOf(storeOfPast(wholeStateOf(store), [whole]) as IncidentStore)).toEqual([
      toTuple(rowOf(1, 1, 10)),
    ]);
    expect(storeOfPast(wholeStateOf(store), [{ ...whole, at: 2 }])).toBeNull();
    expect(storeOfPast(wholeStateOf(store), [{ ...whole, epoch: 'another' }])).toBeNull();
    expect(storeOfPast(wholeStateOf(store), [{ ...whole, digest: '0'.repeat(16) }])).toBeNull();
    expect(storeOfPast(wholeStateOf(store), [])).toBeNull();
  });

  it('[AO5] is not gone where a record was hidden between two of its pages', () => {
    const { log, store } = written();
    const first = log.wayBack(1, 3, 0, 1);
    log.model.commit([{ tuple: toTuple(tombstone(1, 4)), hides: true }]);
    const second = log.wayBack(1, 3, first.next ?? 0, 1);
    expect(second.next).toBeNull();
    expect(storeOfPast(wholeStateOf(store), [first, second])).toBeNull();
    const again = [log.wayBack(1, 3, 0, 10)];
    expect(rowsOf(storeOfPast(wholeStateOf(store), again) as IncidentStore)).toEqual([]);
  });

  it('[AO2] leaves the state that it began at as it was', () => {
    const { log, store } = written();
    const { digest } = store;
    storeOfPast(wholeStateOf(store), [log.wayBack(0, 3, 0, 10)]);
    expect({ digest: store.digest, rows: store.columns.size }).toEqual({ digest, rows: 2 });
  });
});
