import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { DatabaseRefused } from '@/db/embedded/database-refused';
import { logError } from './log-error';
import { parseArguments } from './parse-arguments';
import { lacksHttps, missingImprint, readSettings, SettingError } from './settings';
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
  announce(running, performance.now() - startedMs);
}

function announce({ port, services }: RunningServer, tookMs: number): void {
  const { settings, token } = services;
  const host = settings.HOST === '0.0.0.0' || settings.HOST === '::' ? 'localhost' : settings.HOST;
  const address = settings.PUBLIC_URL ?? `http://${host}:${port}`;
  const missing = missingImprint(settings);
  const lines = [
    `Havenwacht ${settings.mode === 'demo' ? 'demo, every record simulated, ' : ''}is ready (${(tookMs / 1000).toFixed(1)} s).`,
    `  Open     ${address}`,
    `  Token    ${token.path}${token.isNew ? ' (just written; it has all rights, keep it secret)' : ''}`,
    ...(settings.mode === 'real'
      ? [
          `  Record   curl -X POST ${address}/api/v1/incidents -H "Authorization: Bearer $(cat ${token.path})" -H "Content-Type: application/json" -d @record.json`,
          '  Import   npm run import -- FILE.csv',
          '  Streets  BASEMAP=openfreemap npm start (or a style address, or a .pmtiles file)',
        ]
      : []),
    ...(missing.length > 0
      ? [
          `  Warning  not set: ${missing.join(', ')}. Readers are told so; see the README's settings.`,
        ]
      : []),
    ...(settings.PAGES === 'on' && lacksHttps(settings)
      ? [
          '  Warning  no HTTPS: browsers on other machines get neither service worker nor wake lock, so a page does not open without network and a screen may go dark. Put a proxy with a certificate in front and set PUBLIC_URL.',
        ]
      : []),
  ];
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
