import { afterAll, beforeAll, expect, it } from 'vitest';
import { readHead } from '@/db/read-log';
import type { ChangeBatch } from '@/lib/protocol/changes';
import { CATCH_UP_LIMIT } from '@/lib/protocol/version';
import { API_ROUTES } from '@/lib/server/api/api-routes';
import type { ApiCall } from '@/lib/server/http/router';
import { fillWithLog } from '../../support/fill-with-log';
import { GrownLog } from '../../support/grown-log';
import { SpecReader } from '../../support/spec-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

/** Longer than a reader may be behind, and than two pages may walk. */
const SIZE = { incidents: 5_250, versions: 8 * 5_250, seed: 5 };

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  await fillWithLog(temporary.database, new GrownLog(SIZE), () => undefined);
}, 120_000);
afterAll(() => temporary.close());

async function ask(query: string): Promise<Response> {
  const { database } = temporary;
  const head = await readHead(database);
  const tail = { head, reaches: async (seq: number) => seq <= head.seq };
  const route = API_ROUTES.find(({ path }) => path === '/api/v1/changes');
  const url = new URL(`http://server/api/v1/changes?epoch=${head.epoch}&${query}`);
  const answer = await route?.handle({ services: { database, tail }, url } as unknown as ApiCall);
  if (!answer) throw new Error('no such route');
  return answer;
}

it('[CH9] a log longer than a catch-up is read from nothing, page by page, and only from nothing', async () => {
  const head = await readHead(temporary.database);
  expect(head.seq).toBeGreaterThan(CATCH_UP_LIMIT);
  const reader = new SpecReader();
  reader.epoch = head.epoch;
  let page = '';
  let pages = 0;
  while (reader.seq < head.seq) {
    const batch = (await (await ask(`seq=0${page}`)).json()) as ChangeBatch;
    expect(reader.take(batch)).toBe('applied');
    page = `&to=${batch.to}&after=${batch.next}`;
    pages += 1;
  }
  expect(reader.head).toEqual({ epoch: head.epoch, seq: head.seq, digest: head.digest });
  expect(pages).toBe(Math.ceil(SIZE.incidents / 2_000));
  const { rows } = await temporary.database.pool.query<{ seq: number }>(
    'select min(to_seq)::int as seq from commits',
  );
  const behind = await ask(`seq=${rows[0]?.seq}`);
  expect([behind.status, (await behind.json()).reset]).toEqual([409, true]);
});

it('[CH9] pages to a state that the head has left walk a bounded part of the log each, and reach it', async () => {
  const { rows } = await temporary.database.pool.query<{ seq: number; digest: string }>(
    `select to_seq::int as seq, digest_after as digest from commits
      where to_seq < (select seq from log_head) order by to_seq desc limit 1`,
  );
  const [before] = rows;
  const reader = new SpecReader();
  const walked: number[] = [];
  let after = 0;
  let verifyFrom = 0;
  while (reader.seq !== before?.seq) {
    const answer = await ask(`seq=0&to=${before?.seq}&after=${after}`);
    const batch = (await answer.json()) as ChangeBatch;
    expect(reader.take(batch)).toBe('applied');
    expect(batch.bulk).toBe(true);
    walked.push((batch.next ?? batch.to) - after);
    after = batch.next ?? batch.to;
    verifyFrom = batch.verifyFrom;
  }
  expect(Math.max(...walked)).toBeLessThanOrEqual(CATCH_UP_LIMIT);
  if (verifyFrom === before?.seq) expect(reader.digest).toBe(before.digest);
});

it('[CH9] asks who pages to a state that the log has left far behind to begin again', async () => {
  const { rows } = await temporary.database.pool.query<{ seq: number }>(
    'select min(to_seq)::int as seq from commits',
  );
  const answer = await ask(`seq=0&to=${rows[0]?.seq}`);
  expect([answer.status, (await answer.json()).reset]).toEqual([409, true]);
});
