import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { DatabaseRefused } from '@/db/embedded/database-refused';
import { logError } from './log-error';
import { parseArguments } from './parse-arguments';
import { readyLines } from './ready-lines';
import { readSettings, SettingError } from './settings';
import { StartError } from './start-error';
import { type RunningServer, startServer } from './start-server';

const here = dirname(fileURLToPath(import.meta.url));
/** Bundled into `.build/server/`, or run from `lib/server/`: two folders below the project's root either way. */
const projectRoot = resolve(here, '../..');

async function main(): Promise<void> {
  const startedMs = performance.now();
  const given = parseArguments(process.argv.slice(2));
  const settings = readSettings(process.env, given.mode, projectRoot);
  const log = pino(
    { level: settings.LOG_LEVEL, serializers: { err: logError } },
    pino.destination({ dest: 2, sync: false }),
  );
  process.on('unhandledRejection', (reason) =>
    log.error({ err: reason }, 'a promise was rejected unheard'),
  );
  const running = await startServer({
    settings,
    projectRoot,
    build: process.env.HAVENWACHT_BUILD ?? 'development',
    isDevelopment: given.isDevelopment,
    log,
    demo: given.demo,
    ...(here.endsWith('.build/server')
      ? { workerUrl: new URL('embedded-worker.js', import.meta.url) }
      : {}),
  });
  // Handlers first: whoever reads that it is ready may ask it to end.
  stopOnSignals(running);
  const { port, services } = running;
  const lines = readyLines({ ...services, port, tookMs: performance.now() - startedMs });
  process.stdout.write(`${lines.join('\n')}\n`);
}

function stopOnSignals(running: RunningServer): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    const patience = setTimeout(() => process.exit(1), 10_000);
    patience.unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  running.services.database.onFailure((error) => {
    running.services.log.fatal(
      { err: error },
      'the database stopped: ending, so that a supervisor starts again',
    );
    process.exit(1);
  });
}

main().catch((error) => {
  const isExpected =
    error instanceof SettingError ||
    error instanceof StartError ||
    error instanceof DatabaseRefused;
  process.stderr.write(`${isExpected ? error.message : (error?.stack ?? String(error))}\n`);
  process.exit(1);
});
