import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copyInitialised, copyOrMake, emptyStarted, templateVersion } from './temporary-database';
import { copyOfDatabase, databaseUrlFor, dropDatabaseOf, testEngine } from './test-engine';

const ROOT = resolve(import.meta.dirname, '../..');
const SEED_FILES = ['db/seed/sourced-incidents.ndjson', 'db/seed/sourced-figures.ndjson'];
const START_PATIENCE_MS = 60_000;
/**
 * The embedded database of a test lives too briefly for V8's second compiler to pay: a third of a start's CPU time. And what
 * `npm test` tells V8 in every brief process, a tenth.
 */
const BRIEF_PROCESS = ['--liftoff-only', ...(process.env.TEST_NODE_FLAGS?.split(' ') ?? [])];

/** What a test's server is told unless the test says otherwise. */
export const TEST_SETTINGS = {
  PORT: '0',
  HOST: '127.0.0.1',
  PAGES: 'off',
  LOG_LEVEL: 'warn',
  WRITES_PER_MINUTE: '1000000',
  READS_PER_MINUTE: '1000000',
};

export interface SpawnedServer {
  baseUrl: string;
  dataDir: string;
  token: string;
  process: ChildProcess;
  /** Everything it said on both streams. */
  output: () => string;
  /** `kill -9`, and waits for its end. */
  kill: () => Promise<void>;
  /** Asks it to end, and waits; a folder that was made for it is removed. */
  stop: () => Promise<number | null>;
}

export interface SpawnOptions {
  mode?: 'demo' | 'real';
  arguments?: string[];
  /** A folder to use again, which the caller removes; a fresh temporary one otherwise. */
  dataDir?: string;
  /** A PostgreSQL database, which the caller drops; otherwise the tested engine's own for the folder. */
  databaseUrl?: string;
  environment?: Record<string, string>;
  /** Serve pages too, from the production build. */
  pages?: boolean;
  /** Run the production bundle, which starts in half of the CPU time; it must have been built from these sources. */
  isBundled?: boolean;
  /** Where it can begin from a template, without the sourced records: each list and snapshot has a thousand fewer. */
  isEmpty?: boolean;
  /** How long its start may take: a demo of many records takes minutes. */
  patienceMs?: number;
}

/** A folder that is removed by the caller's cleanup. */
export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `havenwacht-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * Starts a server process on the engine that is tested, on a free loopback port; without pages unless asked, since
 * they cost a second.
 */
export async function spawnServer(options: SpawnOptions = {}): Promise<SpawnedServer> {
  const dataDir = options.dataDir ?? temporaryFolder('server').path;
  const databaseUrl = options.databaseUrl ?? (await prepareDatabase(dataDir, options)) ?? '';
  const child = spawn(
    process.execPath,
    [...entry(options), options.mode ?? 'real', ...(options.arguments ?? [])],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        ...TEST_SETTINGS,
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        PAGES: options.pages ? 'on' : 'off',
        ...options.environment,
      },
    },
  );
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<number | null>((settle) => child.on('exit', (code) => settle(code)));
  const baseUrl = await waitForAddress(child, () => said, options.patienceMs ?? START_PATIENCE_MS);
  return {
    baseUrl,
    dataDir,
    token: readFileSync(join(dataDir, 'admin-token'), 'utf8').trim(),
    process: child,
    output: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      if (options.dataDir) return code;
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
      if (!options.databaseUrl) await dropDatabaseOf(dataDir);
      return code;
    },
  };
}

/**
 * The database of a folder: tests that bring a folder bring what lies in it too, and a first start takes seconds, so all
 * others begin where one server has started once, with the sourced records loaded, under that one's epoch.
 */
async function prepareDatabase(dataDir: string, options: SpawnOptions): Promise<string | null> {
  if (options.dataDir) return databaseUrlFor(dataDir);
  const isStarted = process.env.TEST_BUNDLE === 'fresh' && (options.mode ?? 'real') === 'real';
  if (isStarted) return copyFirstStart(dataDir, options.isEmpty ?? false);
  if (testEngine === 'server') return databaseUrlFor(dataDir);
  // PostgreSQL's own files only; tests of those bring a folder of their own.
  await copyInitialised(dataDir);
  return null;
}

/** Fills a folder with an embedded database in which a server has started once; the bundle must be as new as its sources. */
export async function copyStarted(dataDir: string): Promise<void> {
  await copyOrMake(`havenwacht-started-${startVersion()}`, dataDir, startOnceIn);
}

async function copyEmptied(dataDir: string): Promise<void> {
  await copyOrMake(`havenwacht-emptied-${startVersion()}`, dataDir, async (draft) => {
    await copyStarted(draft);
    await emptyStarted(draft, null);
  });
}

/** Either for a folder that a test brings itself; it starts one, with its records, where the bundle may be older than its sources. */
export async function fillStarted(dataDir: string, { isEmpty = false } = {}): Promise<void> {
  if (process.env.TEST_BUNDLE !== 'fresh') await startOnceIn(dataDir);
  else await copyFirstStart(dataDir, isEmpty);
}

/** A copy of the tested engine's database in which a server has started; gives the address of the one on a server. */
export async function copyFirstStart(dataDir: string, isEmpty: boolean): Promise<string | null> {
  if (testEngine === 'server') {
    return isEmpty
      ? copyOfDatabase('emptied', dataDir, startAndEmpty)
      : copyOfDatabase('started', dataDir, startOnce);
  }
  await (isEmpty ? copyEmptied : copyStarted)(dataDir);
  return null;
}

async function startOnceIn(dataDir: string): Promise<void> {
  if (testEngine === 'embedded') await copyInitialised(dataDir);
  await (await spawnServer({ dataDir })).stop();
}

async function startOnce(databaseUrl: string): Promise<void> {
  const folder = temporaryFolder('template');
  await (await spawnServer({ dataDir: folder.path, databaseUrl })).stop();
  folder.remove();
}

async function startAndEmpty(databaseUrl: string): Promise<void> {
  await startOnce(databaseUrl);
  await emptyStarted('', databaseUrl);
}

/** Changes with the server that was built and with the records that it loads. */
function startVersion(): string {
  const hash = createHash('sha256').update(templateVersion());
  for (const file of ['.build/server/main.js', ...SEED_FILES]) {
    hash.update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** `npm test` builds before it runs, and says so: then every server is the bundle, and starts as cheaply as it can. */
function entry({ pages, isBundled, patienceMs = START_PATIENCE_MS }: SpawnOptions): string[] {
  const bundle = '.build/server/main.js';
  if (process.env.TEST_BUNDLE === 'fresh') {
    return patienceMs > START_PATIENCE_MS ? [bundle] : [...BRIEF_PROCESS, bundle];
  }
  return pages || isBundled ? [bundle] : ['--import', 'tsx', 'lib/server/main.ts'];
}

function waitForAddress(
  child: ChildProcess,
  said: () => string,
  patienceMs: number,
): Promise<string> {
  return new Promise((settle, reject) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`no address after ${patienceMs} ms:\n${said()}`));
    }, patienceMs);
    const look = () => {
      const address = /Open\s+(http:\S+)/.exec(said())?.[1];
      if (!address) return;
      clearTimeout(patience);
      settle(address.replace('localhost', '127.0.0.1'));
    };
    child.stdout?.on('data', look);
    child.on('exit', (code) => {
      clearTimeout(patience);
      reject(new Error(`the server ended with code ${code}:\n${said()}`));
    });
  });
}

/** Runs a start that is expected to fail; gives what it said and its exit code. */
export async function failedStart(
  options: SpawnOptions,
): Promise<{ code: number | null; said: string }> {
  const dataDir = options.environment?.DATA_DIR ?? '';
  const databaseUrl = options.databaseUrl ?? (await databaseUrlFor(dataDir)) ?? '';
  const child = spawn(
    process.execPath,
    [...entry({}), options.mode ?? 'real', ...(options.arguments ?? [])],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: '0',
        PAGES: 'off',
        LOG_LEVEL: 'fatal',
        DATABASE_URL: databaseUrl,
        ...options.environment,
      },
    },
  );
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((settle) => child.on('exit', settle));
  return { code, said };
}
