import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSourcedFigures, readSourcedIncidents } from '@/db/seed/load-seed';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { createIncidents, putFigures } from '@/db/write-incidents';
import type { Services } from './services';
import { withWholeArea } from './whole-area';

const FILES = ['db/seed/sourced-incidents.ndjson', 'db/seed/sourced-figures.ndjson'];

/** Loads the sourced records and figures that came with this version; rows that are here already are left alone. */
export async function loadSourcedData(services: Services, projectRoot: string): Promise<void> {
  const { database } = services;
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(join(projectRoot, file)));
  const version = hash.digest('hex');
  if ((await readSetting(database, SETTING_NAMES.sourcedData)) === version) return;
  const context = { actor: 'sourced data', now: services.now(), newId: services.newId };
  await createIncidents(
    database,
    readSourcedIncidents(projectRoot).map(({ importKey, incident }) => ({
      importKey,
      incident: withWholeArea(incident),
    })),
    { ...context, bulk: true },
  );
  await putFigures(database, readSourcedFigures(projectRoot), context);
  await writeSetting(database, SETTING_NAMES.sourcedData, version);
}
