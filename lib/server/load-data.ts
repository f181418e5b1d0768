import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '@/db/advisory-lock';
import { refreshSeed } from '@/db/refresh-seed';
import { readSourcedFigures, readSourcedIncidents } from '@/db/seed/load-seed';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { loadFigures } from './load-figures';
import { correctFromSeed } from './seed-correction';
import type { Services } from './services';
import { withWholeArea } from './whole-area';

const FILES = ['db/seed/sourced-incidents.ndjson', 'db/seed/sourced-figures.ndjson'];

/**
 * Rises whenever a seed file changes, or data that was loaded before must be looked through again: an older release on
 * the same database then leaves alone what a newer one has loaded.
 */
export const SEED_VERSION = 3;

const WAIT_FOR_OTHER_MS = 250;
/** Loading takes a moment: of whoever waits for so long somebody may want to know why. */
const WAITS_UNTIL_WARNED = 20;

type LoadServices = Pick<Services, 'database' | 'log' | 'now' | 'newId'>;

/** What was loaded last; before the version was kept, only a hash. */
type Loaded = { version: number; hash: string } | string | null;

/** SHA-256 of the files of the seed, in hexadecimal digits. */
export function seedHash(projectRoot: string): string {
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(join(projectRoot, file)));
  return hash.digest('hex');
}

/**
 * Makes the sourced records and figures what the files of this version say; see {@link refreshSeed}. Where they, or
 * those of a newer version, were loaded before, it costs one query and waits for nobody. Of processes that start together
 * one loads them, and the others wait for it; the log says so where that takes long.
 */
export async function loadSourcedData(
  services: LoadServices,
  projectRoot: string,
  version = SEED_VERSION,
): Promise<void> {
  const wanted = { version, hash: seedHash(projectRoot) };
  for (let waits = 0; !(await isLoaded(services, wanted)); waits += 1) {
    const done = await withLock(services.database, 'loadSourced', async () => {
      if (!(await isLoaded(services, wanted))) await loadOnce(services, projectRoot, wanted);
      return true;
    });
    if (done) return;
    if (waits === WAITS_UNTIL_WARNED)
      services.log.warn(
        'the start waits: another process is loading the sourced records and figures, or has their lock and does not let go',
      );
    await delay(WAIT_FOR_OTHER_MS);
  }
}

/** Whether these are loaded, or those of a newer version, which is warned of. */
async function isLoaded(
  { database, log }: LoadServices,
  { version, hash }: { version: number; hash: string },
): Promise<boolean> {
  const loaded = (await readSetting(database, SETTING_NAMES.sourcedData)) as Loaded;
  const last = typeof loaded === 'string' || loaded === null ? { version: 0, hash: '' } : loaded;
  if (last.version > version) {
    log.warn(
      { loaded: last.version, here: version },
      'a newer release has loaded the sourced records and figures: they are left as it says',
    );
    return true;
  }
  return last.version === version && last.hash === hash;
}

async function loadOnce(
  services: LoadServices,
  projectRoot: string,
  loading: { version: number; hash: string },
): Promise<void> {
  const { database, log } = services;
  const now = services.now();
  const context = { actor: 'sourced data', now, newId: services.newId };
  const lines = readSourcedIncidents(projectRoot).map((line) => ({
    ...line,
    incident: withWholeArea(line.incident),
  }));
  const { left } = await refreshSeed(database, lines, {
    ...context,
    correct: (current, line) => correctFromSeed(current, line, now),
  });
  const leftFigures = await loadFigures(database, readSourcedFigures(projectRoot), context);
  if (left.length + leftFigures.length > 0) {
    log.warn(
      { records: left, figures: leftFigures },
      'what an editor had changed of the sourced records and figures is left as it is: compare it with its source',
    );
  }
  await writeSetting(database, SETTING_NAMES.sourcedData, loading);
}
