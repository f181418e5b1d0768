import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAsOfPage, readDigestAsOf } from '@/db/as-of';
import { countIncidents, listIncidents, readPublicIncidentAsOf } from '@/db/read-incidents';
import { readChanges, readHead } from '@/db/read-log';
import { takeDown } from '@/db/take-down';
import { changeIncident, createIncidents, putFigures } from '@/db/write-incidents';
import { figureInputSchema } from '@/lib/domain/figure-schema';
import type { IncidentInput } from '@/lib/domain/incident';
import type { AsOfPage } from '@/lib/protocol/as-of';
import type { WireTuple } from '@/lib/protocol/columns';
import type { IncidentStore } from '@/lib/store/incident-store';
import { storeOfPast, wholeStateOf } from '@/lib/store/past-store';
import { often } from '../../support/breadth';
import { fromSeqOf, HistoryModel, ridOf } from '../../support/history-model';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { InterleavedReader, LastingEncoder } from '../../support/interleaved-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

/** `HISTORY_DATABASE_RUNS` raises the number of histories; a failure prints its seed and path. */
const RUNS = Number(process.env.HISTORY_DATABASE_RUNS ?? often(8, 25));
const RUN_PATIENCE_MS = 10_000;

let temporary: TemporaryDatabase;
const encoder = new LastingEncoder();
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(async () => {
  await encoder.end();
  await temporary.close();
});

const VERBS = ['correct', 'move', 'raise', 'retract', 'draft', 'withdraw', 'erase'] as const;
type Verb = (typeof VERBS)[number];
type Act =
  | { do: 'create'; count: number; area: number }
  | { do: 'figure'; value: number }
  | { do: 'change'; verb: Verb; pick: number; value: number }
  | { do: 'page'; limit: number; atMost: number }
  | { do: 'tail on' | 'hear' }
  | { do: 'load'; pick: number }
  | { do: 'look back'; pick: number; limit: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    count: fc.integer({ min: 1, max: 3 }),
    area: fc.nat(3),
  }),
  fc.record({ do: fc.constant('figure' as const), value: fc.nat(3) }),
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      verb: fc.constantFrom(...VERBS, 'correct' as const, 'move' as const),
      pick: fc.nat(40),
      value: fc.nat(90),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('page' as const),
      limit: fc.integer({ min: 1, max: 4 }),
      atMost: fc.integer({ min: 1, max: 20 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('tail on' as const, 'hear' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('load' as const), pick: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('look back' as const),
      pick: fc.nat(40),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

interface Known {
  id: string;
  rid: number;
  status: 'published' | 'retracted' | 'draft';
  isSensitive: boolean;
}

/** The database under test beside a model of what it must say, and one reader that follows in steps. */
class World {
  readonly model = new HistoryModel();
  readonly alive: Known[] = [];
  readonly ids = new Map<number, string>();
  readonly reader: InterleavedReader;
  #newId = countingIds();

  private constructor(reader: InterleavedReader) {
    this.reader = reader;
  }

  static async begin(): Promise<World> {
    await temporary.clear();
    return new World(await InterleavedReader.open(temporary.database, encoder));
  }

  async perform(step: Act): Promise<void> {
    if (step.do === 'create') await this.#create(step.count, step.area);
    else if (step.do === 'figure') await this.#putFigure(step.value);
    else if (step.do === 'change') await this.#change(step.verb, step.pick, step.value);
    else if (step.do === 'page') await this.reader.takePage(step.limit, step.atMost);
    else if (step.do === 'tail on') await this.reader.tailOn();
    else if (step.do === 'hear') await this.reader.hear();
    else if (step.do === 'load') await this.reader.load(step.pick);
    else if (step.do === 'look back') await this.#lookBack(step.pick, step.limit);
  }

  get #context() {
    return { actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId: this.#newId };
  }

  async #create(count: number, area: number): Promise<void> {
    const incident = incidentInput({ municipality: String(21_001 + area), district: null });
    const inputs = Array.from({ length: count }, () => ({ incident }));
    const context = { ...this.#context, bulk: false };
    const { records } = await createIncidents(temporary.database, inputs, context);
    for (const { incident: written } of records) {
      const { id, rid } = written;
      this.alive.push({ id, rid, status: 'published', isSensitive: false });
      this.ids.set(rid, id);
    }
    await this.#note(false);
  }

  async #putFigure(value: number): Promise<void> {
    const figure = figureInputSchema.parse({
      key: 'shootings',
      measure: 'shootings',
      definition: { en: 'Shootings, as the police count them' },
      authority: 'Police',
      area: 'BE',
      areaName: { en: 'Belgium' },
      periodFrom: '2024-01-01',
      periodTo: '2024-12-31',
      value,
      unit: 'count',
      source: { publisher: 'Police', label: 'Figures', url: 'https://example.org/figures' },
    });
    const { changed } = await putFigures(temporary.database, [figure], this.#context);
    this.model.pass(changed);
  }

  async #change(verb: Verb, pick: number, value: number): Promise<void> {
    const target = this.alive[pick % Math.max(1, this.alive.length)];
    if (!target) return;
    const { database } = temporary;
    const context = { ...this.#context, expectedRevision: null };
    if (verb === 'withdraw' || verb === 'erase') {
      const how = { verb, reason: 'A reason' } as const;
      await takeDown(database, target.id, how, { ...context, requestKey: null });
      this.alive.splice(this.alive.indexOf(target), 1);
      await this.#note(true);
      return;
    }
    const hides = effectOf(verb, target);
    const changes = changesOf(verb, value);
    await changeIncident(database, target.id, (now) => ({ ...now, ...changes }), context);
    await this.#note(hides);
  }

  /** Ends what is under way; then the reader holds what a replay of the log says. */
  async settle(): Promise<void> {
    await this.reader.settle();
    const { store } = this.reader;
    expect(store.digest).toBe((await readHead(temporary.database)).digest);
    expect(rowsOf(store)).toEqual(sorted(this.model.shownAt(this.model.seq)));
  }

  /** Takes what the last act wrote, if readers see anything of it, into the model. */
  async #note(hides: boolean): Promise<void> {
    const { seq: from } = this.model;
    const { seq: to } = await readHead(temporary.database);
    if (to === from) return;
    const { rows } = await readChanges(temporary.database, { from, to, after: from, limit: 100 });
    this.model.commit(rows.map((tuple) => ({ tuple, hides })));
    expect(this.model.seq).toBe(to);
  }

  async #lookBack(pick: number, limit: number): Promise<void> {
    const held = this.reader.store;
    if (!this.reader.isWhole) return;
    const at = held.seq;
    const pasts = this.model.boundaries.filter((seq) => seq <= at);
    const seq = pasts[pick % pasts.length] ?? 0;
    const past = { epoch: held.epoch ?? '', seq };
    const wanted = sorted(this.model.shownAsOf(seq).values());
    const store = storeOfPast(wholeStateOf(held), await this.#pages(past, at, limit));
    expect(store, `the way back from ${at} to ${seq}`).not.toBeNull();
    if (!store) return;
    expect(rowsOf(store)).toEqual(wanted);
    const areas = rowsOf(store).map((row) => store.areas.has(row[7] ?? 0));
    expect(areas.every(Boolean)).toBe(true);
    expect((await readDigestAsOf(temporary.database, past)).digest).toBe(store.digest);
    await this.#listAndItems(seq, wanted);
  }

  async #pages(past: { epoch: string; seq: number }, at: number, limit: number) {
    const pages: AsOfPage[] = [];
    for (let after: number | null = 0; after !== null; after = pages.at(-1)?.next ?? null) {
      pages.push(await readAsOfPage(temporary.database, { past, at, after, limit }));
    }
    return pages;
  }

  async #listAndItems(seq: number, wanted: WireTuple[]): Promise<void> {
    const { database } = temporary;
    const query = { asOf: seq, limit: 1_000 };
    const { rows } = await listIncidents(database, query);
    const listed = rows.map(({ record, fromSeq }) => [record.rid, fromSeq] as const);
    expect(listed.sort(([a], [b]) => a - b)).toEqual(
      wanted.map((row) => [ridOf(row), fromSeqOf(row)]),
    );
    expect(await countIncidents(database, query)).toBe(wanted.length);
    const shown = new Map(wanted.map((row) => [ridOf(row), fromSeqOf(row)]));
    for (const [rid, id] of this.ids) {
      const found = await readPublicIncidentAsOf(database, id, seq);
      const fromSeq = found && found !== 'gone' ? found.fromSeq : undefined;
      expect(fromSeq).toBe(shown.get(rid));
    }
  }
}

/** Whether readers may not see what came before; `target` is then as the change leaves it. */
function effectOf(verb: Exclude<Verb, 'withdraw' | 'erase'>, target: Known): boolean {
  const before = { ...target };
  if (verb === 'raise') target.isSensitive = true;
  target.status = verb === 'retract' ? 'retracted' : verb === 'draft' ? 'draft' : 'published';
  if (verb === 'retract') return before.status !== 'retracted';
  if (verb === 'draft') return before.status !== 'draft';
  return verb === 'raise' && !before.isSensitive && before.status !== 'draft';
}

function changesOf(
  verb: Exclude<Verb, 'withdraw' | 'erase'>,
  value: number,
): Partial<IncidentInput> {
  const at = `${2023 + (value % 4)}-06-01T20:00:00Z`;
  const retractionReason = { en: 'It did not happen.' };
  const changes: Record<typeof verb, Partial<IncidentInput>> = {
    correct: { killed: { low: null, best: value, high: null }, status: 'published' },
    move: { occurredFrom: at, occurredTo: at, status: 'published' },
    raise: { sensitivity: ['private home'], status: 'published' },
    retract: { status: 'retracted', retractionReason },
    draft: { status: 'draft' },
  };
  return changes[verb];
}

function sorted(tuples: Iterable<WireTuple>): WireTuple[] {
  return [...tuples].sort((a, b) => ridOf(a) - ridOf(b));
}

function rowsOf({ columns }: IncidentStore): WireTuple[] {
  return sorted(Array.from(columns.rows(), (row) => columns.tupleAt(row)));
}

test(
  '[CH1] [CH2] [CH3] [CH5] [SN3] [SN4] [AO2] [AO3] [AO4] [AO5] whatever is corrected, moved, retracted, withdrawn or erased between pages, batches and partitions, digests are equal at every seq and every past is what a replay says of it',
  async () => {
    const property = fc.asyncProperty(
      fc.array(act, { minLength: 4, maxLength: 30 }),
      fc.nat(40),
      async (steps, pick) => {
        const world = await World.begin();
        try {
          for (const step of steps) await world.perform(step);
          await world.settle();
          await world.perform({ do: 'look back', pick, limit: 2 });
        } finally {
          await world.reader.close();
        }
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  },
  RUNS * RUN_PATIENCE_MS + 30_000,
);
