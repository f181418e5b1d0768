import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { pino } from 'pino';
import { AS_MODULE } from './bundle-script';
import { type Begin, takeSharedDatabase } from './shared-database';
import {
  copyFirstStart,
  type SpawnedServer,
  type SpawnOptions,
  spawnServer,
  TEST_SETTINGS,
  temporaryFolder,
} from './spawn-server';
import { copyInitialised } from './temporary-database';
import { databaseUrlFor, testEngine } from './test-engine';

const ROOT = resolve(import.meta.dirname, '../..');
/** Beside the built server, whose threads it starts. */
const PARTS = join(ROOT, '.build/server/test-parts.js');

type Parts = typeof import('./server-parts');

/** A server that is asked by HTTP and sockets, wherever it runs. */
export type OpenServer = Omit<SpawnedServer, 'process' | 'kill'>;

type OpenOptions = Pick<SpawnOptions, 'mode' | 'arguments' | 'environment' | 'isEmpty'>;

/**
 * A server without pages inside of the test's own process, on a database that is opened once for the files of a process: one
 * with a process of its own costs two seconds of the processor, and this one a tenth. It runs what the built server runs,
 * where that is as new as its sources; else it gets a process. For tests of what is answered: those of a start, an end, or
 * what a process has to itself take `spawnServer`.
 */
export async function openServer(options: OpenOptions = {}): Promise<OpenServer> {
  if (process.env.TEST_BUNDLE !== 'fresh') return spawnServer(options);
  const { mode = 'real', isEmpty = false } = options;
  const { logError, parseArguments, readSettings, serveDatabase } = await loadParts();
  const folder = temporaryFolder('open');
  const environment = {
    ...TEST_SETTINGS,
    DATA_DIR: folder.path,
    ...options.environment,
  };
  let said = '';
  const write = (line: string) => {
    said += line;
  };
  const settings = readSettings(environment, mode, ROOT);
  const { database, close } = await takeSharedDatabase(beginningOf(mode, isEmpty));
  try {
    const running = await serveDatabase(
      {
        settings,
        projectRoot: ROOT,
        build: 'test',
        isDevelopment: false,
        log: pino({ level: settings.LOG_LEVEL, serializers: { err: logError } }, { write }),
        demo: parseArguments([mode, ...(options.arguments ?? [])]).demo,
      },
      database,
    );
    return {
      baseUrl: `http://127.0.0.1:${running.port}`,
      dataDir: folder.path,
      token: readFileSync(join(folder.path, 'admin-token'), 'utf8').trim(),
      output: () => said,
      stop: async () => {
        await running.close();
        folder.remove();
        return 0;
      },
    };
  } catch (error) {
    await close();
    folder.remove();
    throw error;
  }
}

/** Once for a run, before its processes; several projects ask. */
export async function bundleServerParts(): Promise<void> {
  if (process.env.TEST_BUNDLE !== 'fresh' || process.env.SERVER_PARTS_BUNDLED) return;
  process.env.SERVER_PARTS_BUNDLED = 'yes';
  await build({
    ...AS_MODULE,
    entryPoints: [join(import.meta.dirname, 'server-parts.ts')],
    outfile: PARTS,
    sourcemap: 'linked',
  });
}

let parts: Promise<Parts> | undefined;

function loadParts(): Promise<Parts> {
  parts ??= import(pathToFileURL(PARTS).href);
  return parts;
}

function beginningOf(mode: 'demo' | 'real', isEmpty: boolean): Begin {
  if (mode === 'demo') return beginBare;
  return isEmpty ? beginEmptied : beginStarted;
}

const beginStarted: Begin = async (dataDir) =>
  openIn(dataDir, await copyFirstStart(dataDir, false));
const beginEmptied: Begin = async (dataDir) => openIn(dataDir, await copyFirstStart(dataDir, true));

const beginBare: Begin = async (dataDir) => {
  if (testEngine === 'embedded') await copyInitialised(dataDir);
  return openIn(dataDir, await databaseUrlFor(dataDir));
};

async function openIn(dataDir: string, databaseUrl: string | null) {
  const { openDatabase } = await loadParts();
  const workerUrl = pathToFileURL(join(ROOT, '.build/server/embedded-worker.js'));
  return openDatabase({
    dataDir,
    databaseUrl,
    workerUrl,
    migrationsFolder: join(ROOT, 'db/migrations'),
  });
}
