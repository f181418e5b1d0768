import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, exampleIncident } from '../support/api-client';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';

const WRITES = 60;
const POLLERS = 6;

let server: SpawnedServer;
beforeAll(async () => {
  server = await spawnServer();
});
afterAll(() => server.stop());

const get = async (path: string) => {
  const answer = await fetch(server.baseUrl + path);
  return { status: answer.status, body: await answer.json() };
};
const post = (change = {}) =>
  call(server, 'POST', '/api/v1/incidents', exampleIncident(change)).then(({ body }) => body);

/** Does work by several at once until somebody has written so many records. */
async function whileWritten(writes: number, readers: (() => Promise<void>)[]): Promise<void> {
  let isOver = false;
  const reading = readers.map(async (read) => {
    while (!isOver) await read();
  });
  for (let count = 0; count < writes; count += 1) await post();
  isOver = true;
  await Promise.all(reading);
}

describe('while somebody writes', () => {
  it('[CH8] every poll of the changes that names a boundary is answered with the next batch', async () => {
    const { epoch, seq } = (await get('/api/v1/digest')).body;
    const refused: unknown[] = [];
    let answered = 0;
    const poller = () => {
      let held = seq as number;
      return async () => {
        const { status, body } = await get(`/api/v1/changes?epoch=${epoch}&seq=${held}`);
        if (status !== 200) refused.push(body);
        else if (body.next === null) held = body.to;
        answered += 1;
      };
    };
    await whileWritten(WRITES, Array.from({ length: POLLERS }, poller));
    expect(answered).toBeGreaterThan(POLLERS);
    expect(refused).toEqual([]);
  });
});
