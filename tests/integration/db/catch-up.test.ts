import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAreas, readChanges, readHead, readState, UnknownBoundary } from '@/db/read-log';
import { changeIncident, createIncidents, withdrawIncident } from '@/db/write-incidents';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { LogReader } from '../../support/log-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());

type Act =
  | { type: 'create'; count: number; area: number }
  | { type: 'correct' | 'withdraw' | 'retract' | 'draft'; pick: number; text: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    type: fc.constant('create' as const),
    count: fc.integer({ min: 1, max: 4 }),
    area: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({
    type: fc.constantFrom(
      'correct' as const,
      'correct' as const,
      'withdraw' as const,
      'retract' as const,
      'draft' as const,
    ),
    pick: fc.nat(40),
    text: fc.nat(2),
  }),
);

/** What readers must see: the last public form of each record by rid, kept apart from the database. */
class Model {
  readonly ids: { id: string; rid: number }[] = [];
  readonly shown = new Map<number, string>();
  readonly ended = new Set<string>();
}

const NOW = new Date('2026-01-02T10:00:00Z');

async function perform(model: Model, step: Act, newId: () => string): Promise<void> {
  const { database } = temporary;
  const context = { actor: 'desk', now: NOW, newId };
  if (step.type === 'create') {
    const incident = incidentInput({
      municipality: String(21_001 + step.area),
      title: { en: 'Text 9' },
    });
    const inputs = Array.from({ length: step.count }, () => ({ incident }));
    const { records } = await createIncidents(database, inputs, { ...context, bulk: false });
    for (const record of records) {
      model.ids.push({ id: record.incident.id, rid: record.incident.rid });
      model.shown.set(record.incident.rid, 'Text 9');
    }
    return;
  }
  const target = model.ids[step.pick % Math.max(1, model.ids.length)];
  if (!target || model.ended.has(target.id)) return;
  const unconditional = { ...context, expectedRevision: null };
  if (step.type === 'withdraw') {
    await withdrawIncident(database, target.id, unconditional);
    model.ended.add(target.id);
    model.shown.delete(target.rid);
    return;
  }
  const title = { en: `Text ${step.text}` };
  const status = ({ correct: 'published', retract: 'retracted', draft: 'draft' } as const)[
    step.type
  ];
  const retractionReason = { en: 'It did not happen' };
  await changeIncident(
    database,
    target.id,
    (current) => ({ ...current, title, status, retractionReason }),
    unconditional,
  );
  if (status === 'draft') model.shown.delete(target.rid);
  else model.shown.set(target.rid, status === 'retracted' ? 'retracted' : `Text ${step.text}`);
}

test('paging to a fixed seq under later changes ends in the state that a model of the acts predicts', async () => {
  const { database } = temporary;
  const property = fc.asyncProperty(
    fc.array(act, { minLength: 1, maxLength: 12 }),
    fc.array(act, { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 1, max: 5 }),
    async (before, during, limit) => {
      await temporary.clear();
      const newId = countingIds();
      const model = new Model();
      for (const step of before) await perform(model, step, newId);
      const to = (await readHead(database)).seq;
      const reader = new LogReader();
      const later = [...during];
      let after = 0;
      for (;;) {
        const page = await readChanges(database, { from: 0, to, after, limit });
        const isInside = page.rows.every((row) => (row[1] ?? 0) > after && (row[1] ?? 0) <= to);
        expectEqual([page.rows.length <= limit, isInside], [true, true]);
        reader.applyPage(page);
        const next = later.shift();
        if (next) await perform(model, next, newId);
        if (page.next === null) {
          if (reader.verifyFrom === to) expect(reader.digest()).toBe(page.digest);
          break;
        }
        after = page.next;
      }
      for (const step of later) await perform(model, step, newId);
      const head = await readHead(database);
      if (head.seq > to) await reader.catchUp(database, head.seq, limit);
      expect(reader.digest()).toBe(head.digest);
      expect(reader.shownRids().sort((a, b) => a - b)).toEqual(
        [...model.shown.keys()].sort((a, b) => a - b),
      );
      const state: number[][] = [];
      for await (const chunk of readState(database)) state.push(...chunk.rows);
      const held = [...reader.rows.values()]
        .filter((row) => row.state !== 2)
        .sort((a, b) => a.rid - b.rid);
      state.sort(([a = 0], [b = 0]) => a - b);
      expect(state).toEqual(held.map((row) => Object.values(row)));
      const codes = (await readAreas(database)).map((entry) => entry.code);
      expect(codes).toEqual(codes.map((_, index) => index));
    },
  );
  await fc.assert(property, { numRuns: often(12, 25), seed: 4857 });
});

test('a page to a seq inside a transaction is refused', async () => {
  await temporary.clear();
  const inputs = [{ incident: incidentInput() }, { incident: incidentInput() }];
  const context = { actor: 'desk', now: NOW, newId: countingIds(), bulk: false };
  await createIncidents(temporary.database, inputs, context);
  const inside = { from: 0, to: 1, after: 0, limit: 10 };
  await expect(readChanges(temporary.database, inside)).rejects.toThrow(UnknownBoundary);
});
