import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exampleCsv } from '../support/example-csv';
import { freePort } from '../support/kill-under-writes';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { until } from '../support/until';
import { headOf, metric, post } from './ask-server';
import { runImportCommand } from './import-at-size';
import { requireOpenFiles, residentKb } from './process-figures';
import { RawReaders } from './raw-readers';
import type { Result } from './results';

const RECORDS = 10_000;
const CHANGE_EVERY_MS = 500;
const LOOK_EVERY_MS = 200;
const LONGEST_SECONDS = 60;
const MOST_BUILDS = 3;
/** Longer than the promise, so that a run that breaks it says by how much. */
const PATIENCE_MS = 240_000;

interface Return {
  /** From the kill until all were live at a head that was asked for a moment before. */
  currentAfterSeconds: number;
  /** Of it, until the server answered again. */
  startSeconds: number;
  snapshots: number;
  builds: number;
  gaps: number;
  digestsEqual: boolean;
  megabytesMost: number;
}

/**
 * All readers lose their server at once, by `kill -9`, and come back: with what they held, as readers that drop do, and
 * then with nothing, as that many new ones would; of these no time is promised.
 */
export async function massReconnect({
  clients,
  say,
}: {
  clients: number;
  say: (line: string) => void;
}): Promise<Result[]> {
  const folder = temporaryFolder('mass-reconnect');
  const port = await freePort();
  const start = () =>
    spawnServer({ isBundled: true, dataDir: folder.path, environment: { PORT: String(port) } });
  let server = await start();
  const readers = await RawReaders.start();
  try {
    requireOpenFiles(server.process.pid ?? 0, clients);
    await fill(server, folder.path);
    const { baseUrl } = server;
    const state = await headOf(server);
    await readers.open({
      dialect: 'live',
      baseUrl,
      count: clients,
      state,
      compresses: true,
      comesBack: true,
      seed: 6,
    });
    const come = async () => {
      const [next, seen] = await killAndWait({ server, readers, clients, start });
      server = next;
      say(tell(seen));
      return seen;
    };
    const withState = await come();
    await readers.forget();
    const withNothing = await come();
    const what = `${clients} raw clients of a server with ${RECORDS} records that is killed with \`kill -9\` and started anew while 2 changes a second go on`;
    return [
      {
        scenario: 'mass reconnect',
        what: `${what}; they hold the state that they had`,
        seen: tell(withState),
        held: isWhole(withState) && withState.currentAfterSeconds <= LONGEST_SECONDS,
      },
      {
        scenario: 'mass reconnect, new readers',
        what: `${what}; they hold nothing, so that each loads manifest and partitions; no time is promised`,
        seen: tell(withNothing),
        held: isWhole(withNothing),
      },
    ];
  } finally {
    await readers.end();
    await server.kill();
    folder.remove();
  }
}

function isWhole({ builds, gaps, digestsEqual }: Return): boolean {
  return builds <= MOST_BUILDS && gaps === 0 && digestsEqual;
}

function tell(seen: Return): string {
  return `all current ${seen.currentAfterSeconds.toFixed(1)} s after the kill (${seen.startSeconds.toFixed(1)} s of it until the server answered), ${seen.snapshots} snapshots loaded, ${seen.builds} partition builds, ${seen.gaps} gaps, digests ${seen.digestsEqual ? 'equal' : 'NOT equal'}, server at most ${seen.megabytesMost} MB`;
}

async function fill(server: SpawnedServer, folder: string): Promise<void> {
  const file = join(folder, 'many.csv');
  writeFileSync(file, exampleCsv(RECORDS));
  await runImportCommand(server, file);
  // The first who asks has the partitions built.
  await fetch(`${server.baseUrl}/api/v1/snapshot`);
}

async function killAndWait({
  server,
  readers,
  clients,
  start,
}: {
  server: SpawnedServer;
  readers: RawReaders;
  clients: number;
  start: () => Promise<SpawnedServer>;
}): Promise<[SpawnedServer, Return]> {
  const before = await readers.report(null);
  const killedMs = performance.now();
  const secondsSince = () => (performance.now() - killedMs) / 1_000;
  await server.kill();
  const next = await start();
  const startSeconds = secondsSince();
  const writing = { isOver: false };
  const writer = writeUntilOver(next, writing);
  try {
    await until('all readers current', () => areCurrent(next, readers, clients), PATIENCE_MS);
  } finally {
    writing.isOver = true;
  }
  const currentAfterSeconds = secondsSince();
  await writer;
  const head = await headOf(next);
  const isEqual = async () => (await readers.report(head)).atHead === clients;
  const digestsEqual = await until('equal digests', isEqual, PATIENCE_MS).catch(() => false);
  const after = await readers.report(head);
  const seen = {
    currentAfterSeconds,
    startSeconds,
    snapshots: after.snapshots - before.snapshots,
    builds: await metric(next, 'partition_builds'),
    gaps: after.gaps - before.gaps,
    digestsEqual,
    megabytesMost: Math.round(residentKb(next.process.pid ?? 0, 'most') / 1_024),
  };
  return [next, seen];
}

async function areCurrent(
  server: SpawnedServer,
  readers: RawReaders,
  clients: number,
): Promise<boolean> {
  const { current } = await readers.report(await headOf(server));
  if (current === clients) return true;
  await delay(LOOK_EVERY_MS);
  return false;
}

/** What is refused because too much is asked at once is not written then: the next one is. */
async function writeUntilOver(server: SpawnedServer, writing: { isOver: boolean }): Promise<void> {
  while (!writing.isOver) {
    await post(server).catch(() => undefined);
    await delay(CHANGE_EVERY_MS);
  }
}
