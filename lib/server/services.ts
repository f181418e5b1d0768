import type { Logger } from 'pino';
import type { Database } from '@/db/database';
import type { PointLocator } from '@/lib/regions/point-to-region';
import type { AdminToken } from './admin-token';
import type { BoundaryKeeper } from './boundary-keeper';
import type { Jobs } from './jobs';
import type { LogTail } from './log-tail';
import type { Metrics } from './metrics';
import type { PartitionKeeper } from './partition-keeper';
import type { Places } from './places';
import type { Previews } from './preview/previews';
import type { RateLimits } from './rate-limits';
import type { ReadGate } from './read-gate';
import type { AskingPages } from './screens/asking-pages';
import type { ScreenGate } from './screens/screen-gate';
import type { ScreenHub } from './screens/screen-hub';
import type { Settings } from './settings';
import type { SharedReads } from './shared-reads';

/** Everything the process shares; made once in `start-server.ts` and handed down, never imported. */
export interface Services {
  settings: Settings;
  database: Database;
  tail: LogTail;
  partitions: PartitionKeeper;
  token: AdminToken;
  gate: ReadGate;
  /** Who is a registered screen. */
  screenGate: ScreenGate;
  /** Pages that wait to become screens. */
  askingPages: AskingPages;
  /** Registered screens that are connected to this process. */
  screens: ScreenHub;
  limits: RateLimits;
  /** What many readers ask of the database at once. */
  reads: SharedReads;
  /** For files of a selection, which take a while to write. */
  exportPlaces: Places;
  /** Work on a schedule, once for all processes on the database. */
  jobs: Jobs;
  metrics: Metrics;
  log: Logger;
  /** Boundaries of regions that the deployer imported. */
  boundaries: BoundaryKeeper;
  /** What a point alone says of its area, by {@link boundaries} as they were when last refreshed. */
  locator: PointLocator;
  /** Pictures of pages; null where no pages are served. */
  previews: Previews | null;
  build: string;
  now: () => Date;
  newId: () => string;
}

export const VERSION = '0.1.0';
