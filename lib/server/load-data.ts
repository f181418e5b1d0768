import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refreshSeed } from '@/db/refresh-seed';
import { readSourcedFigures, readSourcedIncidents } from '@/db/seed/load-seed';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { loadFigures } from './load-figures';
import { correctFromSeed } from './seed-correction';
import type { Services } from './services';
import { withWholeArea } from './whole-area';

const FILES = ['db/seed/sourced-incidents.ndjson', 'db/seed/sourced-figures.ndjson'];

/** Raised where data that was loaded before must be looked through again, though no line has changed. */
const LOADING_VERSION = '2';

/**
 * Makes the sourced records and figures what the files of this version say; see {@link refreshSeed}. Where they were
 * loaded before, it costs one query.
 */
export async function loadSourcedData(services: Services, projectRoot: string): Promise<void> {
  const { database, log } = services;
  const hash = createHash('sha256').update(LOADING_VERSION);
  for (const file of FILES) hash.update(readFileSync(join(projectRoot, file)));
  const version = hash.digest('hex');
  if ((await readSetting(database, SETTING_NAMES.sourcedData)) === version) return;
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
  await writeSetting(database, SETTING_NAMES.sourcedData, version);
}
