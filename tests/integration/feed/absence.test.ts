import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AbsentReader } from '../../support/absent-reader';
import { call, exampleIncident } from '../../support/api-client';
import { often } from '../../support/breadth';
import { type OpenServer, openServer } from '../../support/open-server';
import { until } from '../../support/until';
import { writeChanges } from '../../support/write-changes';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** `npm run faults -- absences` has more of everything. */
const READERS_EACH = often(5, 10);

let server: OpenServer;
let readers: AbsentReader[] = [];
beforeAll(async () => {
  server = await openServer();
});
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.close()));
  readers = [];
});
afterAll(() => server.stop());

async function openLive(): Promise<AbsentReader> {
  const reader = await AbsentReader.live(server);
  readers.push(reader);
  return reader;
}

const CLEAN = { appliedTwice: 0, different: 0, digestFaults: 0 };

describe('a reader that was away', () => {
  it.each([
    ['1 s', SECOND_MS, 0, 'nothing missed'],
    ['30 s', 30 * SECOND_MS, 8, 'catch-up'],
    ['2 min', 2 * MINUTE_MS, 20, 'catch-up'],
    ['10 min', 10 * MINUTE_MS, 520, 'catch-up'],
    ['an hour', 60 * MINUTE_MS, 7, 'catch-up'],
  ] as const)(
    '[LF3] [CH1] for %s comes back to the head, with nothing missed and nothing twice',
    async (_, awayMs, changes, way) => {
      const reader = await openLive();
      await reader.leave();
      await writeChanges(server, changes);
      await reader.letPass(awayMs);
      const back = await reader.comeBack();
      expect(back).toMatchObject({ ...CLEAN, way });
    },
  );

  it.each([
    ['breaks before the first batch is written', 'break'],
    ['swallows the first batch and breaks then', 'swallow'],
  ] as const)(
    `[LF5] whose connection %s gets it by catching up, ${READERS_EACH} of ${READERS_EACH}`,
    async (_, how) => {
      const all = await Promise.all(Array.from({ length: READERS_EACH }, openLive));
      expect(all.filter(({ batches }) => batches > 0)).toEqual([]);
      for (const reader of all) {
        if (how === 'break') await reader.leave();
        else reader.proxy.silence();
      }
      const { seq } = (await call(server, 'POST', '/api/v1/incidents', exampleIncident())).body;
      await until('the batch sent', async () => {
        return (await call(server, 'GET', '/api/v1/digest')).body.seq >= seq;
      });
      for (const { proxy } of all) {
        proxy.cut();
        proxy.flow();
      }
      const returns = await Promise.all(all.map((reader) => reader.comeBack()));
      for (const back of returns) {
        expect(back).toMatchObject({ ...CLEAN, way: 'catch-up', rows: 1 });
      }
    },
  );
});
