import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportWorld } from '@/lib/cli/import-world';
import { runImport } from '@/lib/cli/run-import';
import type { Head } from '@/lib/protocol/changes';
import { call, exampleIncident } from '../../support/api-client';
import { often } from '../../support/breadth';
import { exampleCsv } from '../../support/example-csv';
import { followLive } from '../../support/live-client';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../../support/spawn-server';
import { readByHttp } from '../../support/spec-reader';
import { until } from '../../support/until';

/** Of several pieces. */
const ROWS = often(1_200, 2_000);
const READERS = 3;
const PATIENCE_MS = 20_000;
const BATCH = '3f2b8c1e-5d0a-4c6f-9b7e-2a1d4e6f8a91';

const folder = temporaryFolder('import-feed');
let server: SpawnedServer;
beforeAll(async () => {
  server = await spawnServer({ isEmpty: true, environment: { DEMO_EVENTS_PER_MINUTE: '0' } });
  writeFileSync(join(folder.path, 'many.csv'), exampleCsv(ROWS));
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

function world(said: { text: string }): ImportWorld {
  const say = (text: string) => {
    said.text += text;
  };
  return {
    environment: { DATA_DIR: server.dataDir },
    projectRoot: folder.path,
    workingFolder: folder.path,
    out: say,
    error: say,
    isTerminal: false,
    fetch,
    sleep: () => Promise.resolve(),
    newId: () => BATCH,
  };
}

async function importAgain(): Promise<string> {
  const said = { text: '' };
  expect(await runImport(['many.csv', '--server', server.baseUrl], world(said))).toBe(0);
  return said.text;
}

it('[CH7] an import reaches every live reader whole and in bulk; what is published one by one meanwhile keeps its pulse', async () => {
  const followers = await Promise.all(
    Array.from({ length: READERS }, () => followLive(server.baseUrl)),
  );
  try {
    const before = followers[0]?.reader.shown.length ?? 0;
    const startSeq = followers[0]?.reader.seq ?? 0;
    const importing = importAgain();
    const single = await call(server, 'POST', '/api/v1/incidents', exampleIncident());
    expect(await importing).toContain(`${ROWS} records added, 0 there before`);
    const head = await until('the log is told to its end', async () => {
      const told = (await (await fetch(`${server.baseUrl}/api/v1/digest`)).json()) as Head;
      return told.seq === startSeq + ROWS + 1 && told;
    });
    await until(
      'every reader stands at the head',
      () => followers.every(({ reader }) => reader.seq === head.seq),
      PATIENCE_MS,
    );
    for (const { reader, client } of followers) {
      expect(reader.digest).toBe(head.digest);
      expect(reader.shown.length).toBe(before + ROWS + 1);
      const withPulse = client.batches.filter(({ bulk }) => !bulk);
      expect(withPulse.map(({ to }) => to)).toEqual([single.body.seq]);
      expect(withPulse[0]?.rows.length).toBe(1);
    }
    expect((await readByHttp(server.baseUrl)).digest).toBe(head.digest);
    expect(await importAgain()).toContain(`0 records added, ${ROWS} there before`);
  } finally {
    for (const follower of followers) follower.close();
  }
});
