import type { Database } from '@/db/database';
import {
  claimSetting,
  holdsRealRecords,
  holdsSimulatedRecords,
  readSetting,
  SETTING_NAMES,
} from '@/db/settings';
import type { Settings } from './settings';
import { StartError } from './start-error';

type Mode = Settings['mode'];
type Place = Pick<Settings, 'DATA_DIR' | 'DATABASE_URL'>;

/**
 * Real and simulated records never share a database: the first start settles which of the two it is for, and every
 * later one must agree. What was made before this was kept is judged by what it holds.
 * @throws StartError where the database is for the other mode
 */
export async function claimMode(
  database: Database,
  { mode, ...place }: Place & { mode: Mode },
): Promise<void> {
  const held = (await readSetting(database, SETTING_NAMES.mode)) as Mode | null;
  if (mode === 'real' && (await holdsSimulatedRecords(database))) throw refusedAsDemo(place);
  if (mode === 'demo' && held === null && (await wasRealBefore(database))) {
    throw refusedAsReal(place);
  }
  const claimed = held ?? (await claimSetting(database, SETTING_NAMES.mode, mode));
  if (claimed === mode) return;
  throw mode === 'demo' ? refusedAsReal(place) : refusedAsDemo(place);
}

/**
 * A start loads the sourced records first; only a demo goes on to a history. What somebody recorded or drafted in a demo
 * leaves it a demo, or neither mode would take it.
 */
async function wasRealBefore(database: Database): Promise<boolean> {
  const isDemo =
    (await readSetting(database, SETTING_NAMES.demoHistory)) !== null ||
    (await holdsSimulatedRecords(database));
  if (isDemo) return false;
  return (
    (await holdsRealRecords(database)) ||
    (await readSetting(database, SETTING_NAMES.sourcedData)) !== null
  );
}

function refusedAsReal(place: Place): StartError {
  return new StartError(
    `${nameOf(place)} is for real records, and the demo writes none among them: open it with "npm start", or give the demo ${anotherThan(place)}.`,
  );
}

function refusedAsDemo(place: Place): StartError {
  return new StartError(
    `${nameOf(place)} is a demo's and holds simulated records: start it with "npm run demo", or give ${anotherThan(place)}.`,
  );
}

/** Where the records lie, as the beginning of a sentence. */
export function nameOf({ DATA_DIR, DATABASE_URL }: Place): string {
  return DATABASE_URL ? 'The database of DATABASE_URL' : DATA_DIR;
}

/** What to give instead, as the end of a sentence. */
export function anotherThan({ DATABASE_URL }: Place): string {
  return DATABASE_URL ? 'another database with DATABASE_URL' : 'another folder with DATA_DIR';
}
