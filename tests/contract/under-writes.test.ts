import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, exampleIncident } from '../support/api-client';
import { often } from '../support/breadth';
import { type OpenServer, openServer } from '../support/open-server';

const WRITES = often(30, 60);
const POLLERS = often(4, 6);

let server: OpenServer;
beforeAll(async () => {
  server = await openServer({ isEmpty: true });
});
afterAll(() => server.stop());

const get = async (path: string) => {
  const answer = await fetch(server.baseUrl + path);
  return { status: answer.status, body: await answer.json() };
};
const post = (change = {}) =>
  call(server, 'POST', '/api/v1/incidents', exampleIncident(change)).then(({ body }) => body);

/** Reads by several at once, again and again, until a writer is done. */
async function whileWorking(
  write: () => Promise<void>,
  readers: (() => Promise<void>)[],
): Promise<void> {
  let isOver = false;
  const reading = readers.map(async (read) => {
    while (!isOver) await read();
  });
  await write();
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
    const write = async () => {
      for (let count = 0; count < WRITES; count += 1) await post();
    };
    await whileWorking(write, Array.from({ length: POLLERS }, poller));
    expect(answered).toBeGreaterThan(POLLERS);
    expect(refused).toEqual([]);
  });

  it('every page of a list is of one state, the one that its seq names, and so is numberMatched', async () => {
    const model = new WrittenRecords();
    const since = new Date().toISOString();
    const answers: { pageSize: number; body: ListAnswer }[] = [];
    const reader = (pageSize: number, query: string) => async () => {
      const { status, body } = await get(`${LIST}&limit=${pageSize}${query}`);
      expect(status).toBe(200);
      answers.push({ pageSize, body });
    };
    await whileWorking(
      () => model.write(WRITES),
      [
        reader(1000, ''),
        reader(3, ''),
        reader(1000, '&region=BE-BRU'),
        reader(4, `&updatedSince=${since}`),
      ],
    );
    expect(answers.length).toBeGreaterThan(WRITES / 4);
    for (const { pageSize, body } of answers) {
      const state = model.at(body.seq);
      const listed = body.features.map(({ id, properties }) => `${id} ${properties.seq}`);
      expect(body.numberMatched).toBe(state.length);
      expect(listed).toEqual(state.slice(0, pageSize));
    }
  });
});

const LIST = '/api/v1/incidents?from=1998-05-01&to=1998-05-31';

interface ListAnswer {
  seq: number;
  numberMatched: number;
  features: { id: string; properties: { seq: number } }[];
}

/** What a writer was told of its own records: enough to say what a list of any seq must hold. */
class WrittenRecords {
  readonly #versions: { id: string; order: number; seq: number; isGone: boolean }[] = [];

  async write(count: number): Promise<void> {
    const ids: string[] = [];
    for (let order = 0; order < count; order += 1) {
      const at = new Date(Date.UTC(1998, 4, 2, 0, order)).toISOString();
      const { id, seq } = await post({ occurredFrom: at, occurredTo: at });
      this.#versions.push({ id, order, seq, isGone: false });
      ids.push(id);
      const target = (order * 7) % ids.length;
      const isGone = order % 3 === 2;
      const path = `/api/v1/incidents/${ids[target]}`;
      const answer = isGone
        ? await call(server, 'DELETE', path)
        : await call(server, 'PATCH', path, { killed: { best: order } });
      const changed = { id: ids[target] as string, order: target, isGone };
      if (answer.body.seq) this.#versions.push({ ...changed, seq: answer.body.seq });
    }
  }

  /** `id seq` of each record that readers see at a seq, newest first. */
  at(seq: number): string[] {
    const newest = new Map<string, { id: string; order: number; seq: number; isGone: boolean }>();
    for (const version of this.#versions) {
      if (version.seq <= seq) newest.set(version.id, version);
    }
    return [...newest.values()]
      .filter(({ isGone }) => !isGone)
      .sort((a, b) => b.order - a.order)
      .map((version) => `${version.id} ${version.seq}`);
  }
}
