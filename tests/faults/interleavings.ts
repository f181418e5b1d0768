import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Result } from './results';

const ROOT = resolve(import.meta.dirname, '../..');
const VITEST = resolve(ROOT, 'node_modules/vitest/vitest.mjs');

/** Where histories are drawn: a log in memory, or a database with its own tail, pages and partitions. */
const PLACES = {
  memory: { project: 'unit', file: 'tests/unit/store/history.test.ts', runs: 'HISTORY_RUNS' },
  embedded: {
    project: 'embedded',
    file: 'tests/integration/db/history.test.ts',
    runs: 'HISTORY_DATABASE_RUNS',
  },
  PostgreSQL: {
    project: 'postgres',
    file: 'tests/integration/db/history.test.ts',
    runs: 'HISTORY_DATABASE_RUNS',
  },
} as const;

/** Pages, batches and partitions between corrections, moves and takings down: the suite's own property, many times. */
export async function interleavings(place: keyof typeof PLACES, runs: number): Promise<Result> {
  const { project, file, runs: setting } = PLACES[place];
  const begins = performance.now();
  const { code, said } = await runTests(['--project', project, file], { [setting]: String(runs) });
  const seconds = ((performance.now() - begins) / 1000).toFixed(0);
  const fault = /\{ seed: [^}]+\}/.exec(said)?.[0] ?? said.trim().split('\n').at(-1) ?? '';
  return {
    scenario: `interleavings, ${place}`,
    what: `${runs} random interleavings of pages, live batches, partitions and rebuilds with corrections, retractions, moves and withdrawals`,
    seen:
      code === 0
        ? `digests equal at every seq, and every past what a replay says, in all of them; ${seconds} s`
        : `a fault: ${fault}`,
    held: code === 0,
  };
}

function runTests(
  given: readonly string[],
  environment: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [VITEST, 'run', ...given], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, NO_COLOR: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  return new Promise((settle, reject) => {
    child.on('error', reject);
    child.on('close', (code) => settle({ code, said }));
  });
}
