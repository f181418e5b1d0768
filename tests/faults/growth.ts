import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@/db/open-database';
import { fillWithLog } from '../support/fill-with-log';
import { GrownLog, type GrownSize } from '../support/grown-log';
import { startPostgres } from '../support/postgres-cluster';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { type Asked, measureReading, measureWriting } from './growth-measures';
import type { Result } from './results';

const SEED = 20_261_125;
const START_PATIENCE_MS = 300_000;

export interface GrowthRun extends Pick<GrownSize, 'incidents' | 'versions'> {
  say: (line: string) => void;
  /** A folder to fill, or to use as an earlier run filled it; otherwise one for this run. Embedded engine only. */
  folder?: string | undefined;
}

/** Years of use in the embedded database. */
export async function growthOnEmbedded(run: GrowthRun): Promise<Result[]> {
  const temporary = run.folder ? null : temporaryFolder('growth');
  const dataDir = run.folder ?? temporary?.path ?? '';
  mkdirSync(dataDir, { recursive: true });
  try {
    return await grow('embedded', run, { dataDir, databaseUrl: null });
  } finally {
    temporary?.remove();
  }
}

/** The same on a PostgreSQL server as Debian sets it up, with its own fsync and autovacuum. */
export async function growthOnPostgres(run: GrowthRun): Promise<Result[]> {
  const cluster = await startPostgres({ isDurable: true });
  const temporary = temporaryFolder('growth');
  try {
    const databaseUrl = cluster.urlOf('postgres');
    return await grow('PostgreSQL', run, { dataDir: temporary.path, databaseUrl });
  } finally {
    temporary.remove();
    await cluster.stop();
  }
}

interface Place {
  dataDir: string;
  databaseUrl: string | null;
}

async function grow(engine: string, run: GrowthRun, place: Place): Promise<Result[]> {
  const { say, incidents, versions } = run;
  const filled = await fillOnce(run, place);
  const start = async () => {
    const beganMs = performance.now();
    const server = await spawnServer({
      mode: 'demo',
      arguments: ['--still'],
      dataDir: place.dataDir,
      databaseUrl: place.databaseUrl ?? '',
      isBundled: true,
      patienceMs: START_PATIENCE_MS,
      environment: { LOG_LEVEL: 'warn', BACKUPS: 'off' },
    });
    return { server, readySeconds: seconds(performance.now() - beganMs) };
  };
  const first = await start();
  say(`${engine}: the first start took ${first.readySeconds} s`);
  const firstManifest = await timed(() => fetch(`${first.server.baseUrl}/api/v1/snapshot`));
  await first.server.stop();
  const { server, readySeconds } = await start();
  say(`${engine}: a start takes ${readySeconds} s`);
  try {
    const atStart = memoryOf(server);
    const writing = await measureWriting(server);
    const reading = await measureReading(server, { incidents, say });
    const faults = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    for (const fault of faults) say(fault);
    const held = faults.length === 0 && writing.isEqual && reading.isEqual;
    const what = `${incidents} incidents in ${versions} versions, seed ${SEED}`;
    const line = (part: string, seen: string): Result => ({
      scenario: `growth, ${engine}: ${part}`,
      what,
      seen,
      held,
    });
    return [
      line(
        'start',
        `${filled}; first start ${first.readySeconds} s (every row), first manifest ${seconds(firstManifest)} s (every year encoded), later starts ${readySeconds} s (from partitions); memory ${atStart} after the start, ${memoryOf(server)} after everything below`,
      ),
      line('feed', told(reading.feed)),
      line('lists', told(reading.lists)),
      line('search', told(reading.search)),
      line('past', told(reading.past)),
      line('write', writing.seen),
    ];
  } finally {
    await server.stop();
  }
}

/** Fills an empty place and tidies up as the application does now and then. @returns what it took */
async function fillOnce({ say, incidents, versions }: GrowthRun, place: Place): Promise<string> {
  const note = join(place.dataDir, 'growth.json');
  const wanted = JSON.stringify({ incidents, versions, seed: SEED });
  if (existsSync(note)) {
    const { filled, ...found } = JSON.parse(readFileSync(note, 'utf8'));
    if (JSON.stringify(found) !== wanted)
      throw new Error(`${place.dataDir} holds ${JSON.stringify(found)}: give another folder`);
    return filled;
  }
  const database = await openDatabase(place);
  try {
    const fillMs = await timed(() =>
      fillWithLog(database, new GrownLog({ incidents, versions, seed: SEED }), say),
    );
    if (database.engine === 'server') await database.pool.query('vacuum (analyze)');
    const tidyMs = await timed(() => database.maintain());
    const tidyAgainMs = await timed(() => database.maintain());
    const { rows } = await database.pool.query<{ gigabytes: string }>(
      `select round(sum(pg_total_relation_size(oid)) / 1e9, 1)::text as gigabytes from pg_class
       where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
    );
    const filled = `${rows[0]?.gigabytes} GB, filled in ${seconds(fillMs)} s; maintenance ${seconds(tidyMs)} s, then ${seconds(tidyAgainMs)} s`;
    writeFileSync(note, JSON.stringify({ incidents, versions, seed: SEED, filled }));
    say(filled);
    return filled;
  } finally {
    await database.close();
  }
}

function told(asked: readonly Asked[]): string {
  return asked
    .map(({ what, medianMs, p99Ms, note }) => `${what} ${round(medianMs)} / ${round(p99Ms)}${note}`)
    .join('; ')
    .concat(' (ms, median / p99)');
}

function round(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
}

/** Resident memory now and at its highest. */
function memoryOf(server: SpawnedServer): string {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024);
  return `${megabytes('VmRSS')} MB (peak ${megabytes('VmHWM')})`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
