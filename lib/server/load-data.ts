import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '@/db/database';
import { readSourcedFigures, readSourcedIncidents } from '@/db/seed/load-seed';
import { holdsSimulatedRecords, readSetting, writeSetting } from '@/db/settings';
import { createIncidents, putFigures } from '@/db/write-incidents';
import type { Services } from './services';
import { StartError } from './start-error';
import { withWholeArea } from './whole-area';

const LOADED = 'sourced-data';
const FILES = ['db/seed/sourced-incidents.ndjson', 'db/seed/sourced-figures.ndjson'];

/** Loads the sourced records and figures that came with this version; rows that are here already are left alone. */
export async function loadSourcedData(services: Services, projectRoot: string): Promise<void> {
  const { database } = services;
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(join(projectRoot, file)));
  const version = hash.digest('hex');
  if ((await readSetting(database, LOADED)) === version) return;
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
  await writeSetting(database, LOADED, version);
}

/** @throws StartError where a real installation would show simulated records. */
export async function refuseSimulatedData(database: Database, dataDir: string): Promise<void> {
  if (await holdsSimulatedRecords(database)) {
    throw new StartError(
      `${dataDir} holds simulated records: start it with "npm run demo", or give another folder with DATA_DIR.`,
    );
  }
}
