import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from '@/db/database';
import { openDatabase } from '@/db/open-database';
import { withBoundaries } from '@/lib/regions/boundaries/boundary-locator';
import { loadPointLocator, type OutlineLocator } from '@/lib/regions/point-to-region';
import { loadAdminToken } from './admin-token';
import { API_ROUTES } from './api/api-routes';
import { readBasemapHosts } from './basemap-hosts';
import { BoundaryKeeper } from './boundary-keeper';
import { requireDataFolder, requireStreets } from './check-start';
import { claimMode } from './claim-mode';
import { type DemoOptions, loadDemo } from './demo-runner';
import { isFramable } from './embed-origins';
import { createHttpServer } from './http/http-server';
import type { PageHandler } from './http/serve-page';
import { readServiceWorker } from './http/service-worker';
import { createJobs } from './jobs';
import { listen, requireFreePort } from './listen';
import { openLiveFeed } from './live-feed';
import { loadSourcedData } from './load-data';
import { LogTail } from './log-tail';
import { createMetrics } from './metrics';
import { type PageFacts, sharePageFacts } from './page-facts';
import { pageReads } from './pages/page-reads';
import { PartitionKeeper } from './partition-keeper';
import { Places } from './places';
import { Previews } from './preview/previews';
import { createRateLimits } from './rate-limits';
import { ReadGate } from './read-gate';
import { AskingPages } from './screens/asking-pages';
import { ScreenGate } from './screens/screen-gate';
import { ScreenHub } from './screens/screen-hub';
import type { Services } from './services';
import type { Settings } from './settings';
import { SharedReads } from './shared-reads';
import { StartError } from './start-error';
import { takeBackup } from './take-backup';

const MAINTENANCE_TIMES = '*/10 * * * *';
/** Each reads the database batch by batch for as long as its caller takes. */
const EXPORTS_AT_ONCE = 4;
/** So that who reads slowly leaves others theirs. */
const EXPORTS_PER_CALLER = 2;

export interface StartOptions {
  settings: Settings;
  projectRoot: string;
  build: string;
  isDevelopment: boolean;
  log: Logger;
  demo: DemoOptions | null;
  /** Where the embedded engine's worker lies, if not beside its source. */
  workerUrl?: URL;
}

export interface RunningServer {
  port: number;
  services: Services;
  connections: () => number;
  close: () => Promise<void>;
}

/**
 * Opens everything in order, takes the port, and answers 503 until the pages are ready.
 * @throws StartError, before anything is written, where a setting names what cannot be used
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { settings, log } = options;
  if (settings.PAGES === 'on') requireBasemap(options.projectRoot);
  requireStreets(settings.basemap.file);
  await requireFreePort(settings.PORT, settings.HOST);
  requireDataFolder(settings.DATA_DIR);
  const database = await openDatabase({
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL ?? null,
    ...(options.workerUrl ? { workerUrl: options.workerUrl } : {}),
    migrationsFolder: join(options.projectRoot, 'db/migrations'),
  });
  try {
    return await serveDatabase(options, database);
  } catch (error) {
    await database.close();
    log.debug({ err: error }, 'the start failed');
    throw error;
  }
}

/**
 * Serves a database that is open already, and closes it at its own end, though not where it fails to start.
 * @throws StartError where the database is for the other mode, or a setting names what cannot be used
 */
export async function serveDatabase(
  options: StartOptions,
  database: Database,
): Promise<RunningServer> {
  const { settings, log, projectRoot } = options;
  await claimMode(database, settings);
  const services = await openServices(options, database);
  let pages: PageHandler | null = null;
  const httpServer = createHttpServer(services, {
    routes: API_ROUTES,
    pages: () => pages,
    policyHosts: { connect: await readBasemapHosts(settings.basemap, log) },
    basemapFolder: join(projectRoot, '.build/basemap'),
    codeFolder: options.isDevelopment ? null : join(projectRoot, '.next/static'),
    isDevelopment: options.isDevelopment,
    serviceWorker: serviceWorkerOf(options),
  });
  const port = await listen(httpServer, settings.PORT, settings.HOST);
  await loadSourcedData(services, projectRoot);
  const demo = options.demo ? await loadDemo(services, options.demo) : null;
  if (settings.PAGES === 'on') {
    sharePageFacts(pageFactsOf(options, services, port));
    pages = await preparePages(options, httpServer, port);
  }
  const feed = openLiveFeed(httpServer, services);
  services.metrics.watch({ ...services, connections: feed.connections });
  const stopDemo = demo?.play(feed.firstReader);
  registerJobs(services);
  return {
    port,
    services,
    connections: feed.connections,
    close: async () => {
      stopDemo?.();
      const jobs = services.jobs.close();
      const sockets = feed.close();
      await closeServer(httpServer);
      await Promise.all([sockets, jobs]);
      await services.previews?.close();
      await services.screens.close();
      await services.gate.close();
      await services.tail.close();
      await services.partitions.close();
      await database.close();
    },
  };
}

async function openServices(options: StartOptions, database: Database): Promise<Services> {
  const { settings, log } = options;
  const tail = await LogTail.start(database, log);
  const token = loadAdminToken(settings.DATA_DIR);
  const now = () => new Date();
  const boundaries = new BoundaryKeeper(database);
  const gate = await ReadGate.open(database, {
    isPrivate: settings.ACCESS === 'private',
    admin: token,
    log,
    now,
  });
  const limits = createRateLimits({
    writesPerMinute: settings.WRITES_PER_MINUTE,
    readsPerMinute: settings.READS_PER_MINUTE,
    shared: database.engine === 'server' ? database : null,
  });
  return {
    settings,
    database,
    tail,
    partitions: await PartitionKeeper.open(database, tail, log),
    token,
    gate,
    screenGate: new ScreenGate({ database, now, limits }),
    askingPages: new AskingPages(),
    screens: new ScreenHub({ database, log, now }),
    limits,
    reads: new SharedReads(),
    exportPlaces: new Places(EXPORTS_AT_ONCE, EXPORTS_PER_CALLER),
    jobs: createJobs({ database, log, now: () => new Date(), newId: randomUUID }),
    metrics: createMetrics(),
    log,
    boundaries,
    locator: withBoundaries(lazyLocator(options.projectRoot), () => boundaries.locator()),
    previews: settings.PAGES === 'on' ? openPreviews(options) : null,
    build: options.build,
    now,
    newId: randomUUID,
  };
}

function openPreviews({ projectRoot }: StartOptions): Previews {
  return new Previews({ basemapFolder: join(projectRoot, '.build/basemap') });
}

/** The outlines take a third of a second to read: only the first record that needs them pays it. */
function lazyLocator(projectRoot: string): OutlineLocator {
  let loaded: OutlineLocator | null = null;
  const locator = () => {
    loaded ??= loadPointLocator({
      countriesPath: join(projectRoot, 'node_modules/world-atlas/countries-10m.json'),
      provincesPath: join(projectRoot, '.build/basemap/provinces.json'),
    });
    return loaded;
  };
  return {
    locate: (point) => locator().locate(point),
    isNear: (point, code, metres) => locator().isNear(point, code, metres),
  };
}

/** None where pages are private: what a browser keeps outlives the token that let its reader in. */
function serviceWorkerOf({
  settings,
  projectRoot,
  build,
  isDevelopment,
}: StartOptions): string | null {
  const isKept = settings.PAGES === 'on' && settings.ACCESS === 'public' && !isDevelopment;
  return isKept ? readServiceWorker(projectRoot, build) : null;
}

/** @throws StartError where the basemap was not built, or is being built at this moment */
function requireBasemap(projectRoot: string): void {
  if (existsSync(manifestPath(projectRoot))) return;
  throw new StartError(
    'The basemap is not built, or is being built by another command: start with "npm start" or "npm run demo", or try again in a minute.',
  );
}

function manifestPath(projectRoot: string): string {
  return join(projectRoot, '.build/basemap/basemap-manifest.json');
}

function pageFactsOf(
  { settings, projectRoot, build }: StartOptions,
  services: Services,
  port: number,
): PageFacts {
  return {
    ...pageReads(services),
    publisher: settings.PUBLISHER ?? null,
    responsibleEditor: settings.RESPONSIBLE_EDITOR ?? null,
    contact: settings.CONTACT ?? null,
    dataLicence: settings.DATA_LICENCE ?? null,
    mode: settings.mode,
    nowMs: () => services.now().getTime(),
    access: settings.ACCESS,
    freshHours: settings.FRESH_HOURS,
    basemap: {
      kind: settings.basemap.kind,
      url: settings.basemap.url,
      darkUrl: settings.basemap.darkUrl,
    },
    basemapManifest: JSON.parse(readFileSync(manifestPath(projectRoot), 'utf8')) as unknown,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${port}`,
    isFramable: isFramable(settings),
    indexRecords: settings.INDEX_RECORDS === 'yes',
    build,
  };
}

/** Next is loaded only where pages are served: it is the slowest part of a start. */
async function preparePages(
  { settings, projectRoot, isDevelopment }: StartOptions,
  httpServer: Server,
  port: number,
): Promise<PageHandler> {
  const { default: next } = await import('next');
  if (!isDevelopment) await readPageSettingsQuietly(projectRoot);
  const app = next({
    dev: isDevelopment,
    dir: projectRoot,
    hostname: settings.HOST,
    port,
    httpServer,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (request, answer) => handle(request, answer);
}

/** Next's router says aloud how long it took to read `next.config.js`, unless that was read before in this process. */
async function readPageSettingsQuietly(projectRoot: string): Promise<void> {
  const { default: config } = await import('next/dist/server/config.js');
  const load = 'default' in config ? (config.default as typeof config) : config;
  await load('phase-production-server', projectRoot);
}

function registerJobs(services: Services): void {
  const { jobs, database, settings } = services;
  jobs.cron('maintenance', MAINTENANCE_TIMES, () => database.maintain());
  if (settings.BACKUPS === 'off') return;
  const [hour = 0, minute = 0] = settings.BACKUP_AT.split(':').map(Number);
  jobs.daily('backup', { hour, minute }, async () => {
    await takeBackup(services);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
