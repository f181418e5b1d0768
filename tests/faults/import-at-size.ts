import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChangeBatch, Head } from '@/lib/protocol/changes';
import { exampleCsv } from '../support/example-csv';
import { followLive } from '../support/live-client';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { until } from '../support/until';
import type { Result } from './results';

const ROOT = resolve(import.meta.dirname, '../..');
const READERS = 5;
const LONGEST_SECONDS = 60;
const PATIENCE_MS = 60_000;

interface ImportFigures {
  rows: number;
  readers: number;
  importSeconds: number;
  rowsPerSecond: number;
  /** From the end of the command until every reader stood at the head. */
  readersBehindSeconds: number;
  batches: number;
  /** Batches without `bulk`: each would raise pulses. */
  batchesWithPulse: number;
  digestsEqual: boolean;
  longestHeartbeatGapMs: number;
  serverLoopDelay: { p50Ms: number; p99Ms: number; maxMs: number; cpuSeconds: number };
}

/** Imports a file of many rows into an embedded server by the command, with live readers attached, and measures. */
async function importAtSize({ rows }: { rows: number }): Promise<ImportFigures> {
  const folder = temporaryFolder('import');
  const delayFile = join(folder.path, 'loop-delay.json');
  const file = join(folder.path, 'many.csv');
  writeFileSync(file, exampleCsv(rows));
  const server = await spawnServer({
    environment: {
      LOOP_DELAY_FILE: delayFile,
      NODE_OPTIONS: `--import ${pathToFileURL(join(ROOT, 'tests/support/report-loop-delay.mjs')).href}`,
    },
  });
  try {
    return await measure(server, { rows, file, delayFile });
  } finally {
    await server.stop();
    folder.remove();
  }
}

async function measure(
  server: SpawnedServer,
  { rows, file, delayFile }: { rows: number; file: string; delayFile: string },
): Promise<ImportFigures> {
  const followers = await Promise.all(
    Array.from({ length: READERS }, () => followLive(server.baseUrl)),
  );
  const startSeq = followers[0]?.reader.seq ?? 0;
  const startedMs = performance.now();
  await runImportCommand(server, file);
  const importedMs = performance.now();
  const head = await until('the log is told to its end', async () => {
    const told = (await (await fetch(`${server.baseUrl}/api/v1/digest`)).json()) as Head;
    return told.seq >= startSeq + rows && told;
  });
  await until(
    'every reader stands at the head',
    () => followers.every(({ reader }) => reader.seq >= head.seq),
    PATIENCE_MS,
  );
  const currentMs = performance.now();
  const batches = followers[0]?.client.batches ?? [];
  const figures: ImportFigures = {
    rows,
    readers: READERS,
    importSeconds: seconds(importedMs - startedMs),
    rowsPerSecond: Math.round(rows / ((importedMs - startedMs) / 1000)),
    readersBehindSeconds: seconds(currentMs - importedMs),
    batches: batches.length,
    batchesWithPulse: batches.filter((batch: ChangeBatch) => !batch.bulk).length,
    digestsEqual: followers.every(({ reader }) => reader.digest === head.digest),
    longestHeartbeatGapMs: Math.max(
      ...followers.map(({ client }) => longestGap(client.heartbeats.map(({ atMs }) => atMs))),
    ),
    serverLoopDelay: JSON.parse(readFileSync(delayFile, 'utf8')),
  };
  for (const follower of followers) follower.close();
  return figures;
}

/** Imports a file into a running server by the command. @throws Error if the command fails */
export async function runImportCommand(server: SpawnedServer, file: string): Promise<void> {
  const command = spawn(
    process.execPath,
    ['--import', 'tsx', 'lib/cli/import.ts', file, '--server', server.baseUrl],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DATA_DIR: server.dataDir },
    },
  );
  const [code] = await once(command, 'exit');
  if (code !== 0) throw new Error(`the import ended with code ${code}`);
}

function longestGap(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.round(Math.max(0, ...gaps));
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}

/** The command at its promised size: in time, the same at every reader, and without pulses. */
export async function importOnEmbedded(rows: number): Promise<Result> {
  const figures = await importAtSize({ rows });
  const { importSeconds, rowsPerSecond, readersBehindSeconds, batches, serverLoopDelay } = figures;
  return {
    scenario: 'import, embedded',
    what: `\`npm run import\` of ${rows} rows with ${READERS} live readers attached`,
    seen: `${importSeconds} s (${rowsPerSecond} rows a second); every reader current ${readersBehindSeconds} s later, in ${batches} batches, ${figures.batchesWithPulse} with a pulse, digests ${figures.digestsEqual ? 'equal' : 'NOT equal'}; longest gap between heartbeats ${figures.longestHeartbeatGapMs} ms; event loop late by ${serverLoopDelay.p99Ms} ms (p99)`,
    held: figures.digestsEqual && figures.batchesWithPulse === 0 && importSeconds < LONGEST_SECONDS,
  };
}
