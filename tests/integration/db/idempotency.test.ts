import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readHead } from '@/db/read-log';
import { IdempotencyConflict } from '@/db/write-errors';
import { createIncidents } from '@/db/write-incidents';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

let temporary: TemporaryDatabase;
let post: (key: string, bodyHash: string, actor?: string) => ReturnType<typeof createIncidents>;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());
beforeEach(async () => {
  await temporary.clear();
  const newId = countingIds();
  post = (key, bodyHash, actor = 'desk') =>
    createIncidents(temporary.database, [{ incident: incidentInput() }], {
      actor,
      now: new Date('2026-01-02T10:00:00Z'),
      newId,
      bulk: false,
      idempotency: {
        key,
        actor,
        bodyHash,
        respond: (written) => ({ status: 201, body: { id: written[0]?.incident.id } }),
      },
    });
});

test('the same request again gets the answer of the first and writes nothing', async () => {
  const first = await post('key-1', 'hash-a');
  const second = await post('key-1', 'hash-a');
  expect(first.replayed).toBe(false);
  expect(second.replayed).toBe(true);
  expect(second.response).toEqual(first.response);
  expect(second.records).toEqual([]);
  expect((await readHead(temporary.database)).seq).toBe(1);
});

test('twenty equal requests at once write one record', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('key-1', 'hash-a')));
  expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
  expect(new Set(answers.map((answer) => JSON.stringify(answer.response))).size).toBe(1);
  expect((await readHead(temporary.database)).seq).toBe(1);
});

test('another body or another sender under a used key is refused and writes nothing', async () => {
  await post('key-1', 'hash-a');
  await expect(post('key-1', 'hash-b')).rejects.toThrow(IdempotencyConflict);
  await expect(post('key-1', 'hash-a', 'someone else')).rejects.toThrow(IdempotencyConflict);
  expect((await readHead(temporary.database)).seq).toBe(1);
});
