import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { tombstone, toTuple, type WireTuple } from '@/lib/protocol/columns';
import {
  addDigest,
  type Digest,
  digestToHex,
  hashWords,
  subtractDigest,
  ZERO_DIGEST,
} from '@/lib/protocol/digest';
import { Engine } from '@/lib/store/engine';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { heldBytes } from '../../support/held-bytes';
import { ridOf } from '../../support/history-model';
import { AREAS, areaMatches, randomTuple, seededRandom } from './support/random-rows';

const CHANGES = often(60_000, 180_000);
const RECORDS = 20_000;
const MOST_IN_A_TRANSACTION = 40;
const ASK_EVERY = CHANGES / 15;
/** What the memory may differ by between two looks of the second and the last third, as pages of arrays come and go. */
const SLACK_BYTES = 1_500_000;
const VIEW = {
  camera: { center: [4.4, 51] as [number, number], zoom: 8 },
  width: 1440,
  height: 900,
};

/** The writer's side: which rows are shown, and the sum of their hashes, kept apart from the store. */
class Writer {
  readonly shown = new Map<number, WireTuple>();
  seq = 0;
  #sum: Digest = ZERO_DIGEST;
  #lastRid = 0;
  /** Rids that are shown, to draw from; a withdrawn one's place is taken by the last. */
  #drawn: number[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  get digest(): string {
    return digestToHex(this.#sum);
  }

  transaction(changes: number): { rows: WireTuple[]; from: number; to: number } {
    const from = this.seq;
    const rows = Array.from({ length: changes }, () => this.#change());
    return { rows, from, to: this.seq };
  }

  #change(): WireTuple {
    this.seq += 1;
    const dice = this.#random();
    // As many come as go once the size is reached; most changes are corrections.
    if (this.#drawn.length < RECORDS / 2 || (dice < 0.2 && this.#drawn.length < RECORDS)) {
      this.#lastRid += 1;
      this.#drawn.push(this.#lastRid);
      return this.#put(this.#lastRid, randomTuple(this.#lastRid, this.seq, this.#random));
    }
    const place = Math.floor(this.#random() * this.#drawn.length);
    const rid = this.#drawn[place] as number;
    if (dice < 0.8) return this.#put(rid, randomTuple(rid, this.seq, this.#random));
    this.#drawn[place] = this.#drawn.at(-1) as number;
    this.#drawn.pop();
    this.#drop(rid);
    return toTuple(tombstone(rid, this.seq));
  }

  #put(rid: number, tuple: WireTuple): WireTuple {
    this.#drop(rid);
    this.shown.set(rid, tuple);
    this.#sum = addDigest(this.#sum, hashWords(tuple));
    return tuple;
  }

  #drop(rid: number): void {
    const held = this.shown.get(rid);
    if (held) this.#sum = subtractDigest(this.#sum, hashWords(held));
    this.shown.delete(rid);
  }
}

describe('a screen that has been open for months', () => {
  it(`stands at the writer's digest after ${CHANGES} changes, holds the writer's rows, and is no larger than before`, () => {
    const random = seededRandom(42);
    const writer = new Writer(random);
    const engine = new Engine({ areaMatches });
    const label = { epoch: 'months', seq: 0, digest: writer.digest, committedAt: '' };
    const areas = [...AREAS].map(([code, area]) => ({ code, area }));
    engine.loadState({ ...label, areas, figures: [] }, []);
    const sizesBytes: number[] = [];
    let drawnMost = 0;

    let asked = 0;
    while (writer.seq < CHANGES) {
      const room = CHANGES - writer.seq;
      const changes = Math.min(room, 1 + Math.floor(random() * MOST_IN_A_TRANSACTION));
      const { rows, from, to } = writer.transaction(changes);
      const outcome = engine.applyBatch({
        epoch: 'months',
        from,
        to,
        digest: writer.digest,
        verifyFrom: 0,
        committedAt: '2026-01-01T00:00:00.000Z',
        bulk: false,
        next: null,
        rows,
        areas: [],
        figures: [],
        texts: [],
      });
      expectEqual([outcome.applied, outcome.digestFault], [true, false]);
      if (Math.floor(to / ASK_EVERY) === asked) continue;
      asked = Math.floor(to / ASK_EVERY);
      const view = engine.view({ filter: EVERYTHING, ...VIEW });
      engine.histogram({ filter: EVERYTHING, unit: 'month' });
      engine.hotspots({ filter: EVERYTHING, ...VIEW });
      drawnMost = Math.max(drawnMost, view.clusters.features.length);
      sizesBytes.push(heldBytes());
    }

    expect(engine.store.seq).toBe(CHANGES);
    expect(engine.store.digest).toBe(writer.digest);
    expectEqual(rowsOf(engine), writer.shown);
    // What the map's own source is given does not grow with what was ever there.
    expect(drawnMost).toBeLessThan(RECORDS / 4);
    const third = sizesBytes.length / 3;
    const middle = Math.max(...sizesBytes.slice(third, 2 * third));
    const last = Math.max(...sizesBytes.slice(2 * third));
    expect(last - middle).toBeLessThan(SLACK_BYTES);
  }, 120_000);
});

function rowsOf({ store: { columns } }: Engine): Map<number, WireTuple> {
  const tuples = [...columns.rows()].map((row) => columns.tupleAt(row));
  return new Map(tuples.map((tuple) => [ridOf(tuple), tuple]));
}
