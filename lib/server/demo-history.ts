import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '@/db/advisory-lock';
import { defaultHistoryCount, generateHistory } from '@/db/seed/demo/generate-history';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { createIncidents, type NewIncident } from '@/db/write-incidents';
import { startOfBrusselsDayMs } from '@/lib/domain/time';
import { TRANSACTION_ROWS } from '@/lib/protocol/version';
import { anotherThan, nameOf } from './claim-mode';
import type { Services } from './services';
import { StartError } from './start-error';
import { withWholeArea } from './whole-area';

export interface WantedHistory {
  /** How many records; null for the generator's own scale. */
  count: number | null;
  /** Seed of the generator; null for one of its own. */
  seed: number | null;
}

/** What the database keeps of its history. */
interface LoadedHistory {
  count: number;
  seed: number;
  /** While it is being written: where its time ends, so that a start that was cut off goes on with the same records. */
  unfinishedTo?: number;
}

type HistoryServices = Pick<Services, 'database' | 'settings' | 'now' | 'newId'>;

const HISTORY_STARTS = '2022-01-01';
const DEFAULT_SEED = 20_220_101;
const WAIT_FOR_OTHER_MS = 1_000;
/** The database works on one transaction while the records of the next ones are made. */
const TRANSACTIONS_AT_ONCE = 3;
const RECORDS_BETWEEN_LINES = 50_000;

/**
 * Writes the simulated history once. Of processes that start together one writes it, and the others wait for it; a start
 * that was cut off is gone on with by the next.
 * @throws StartError where there is one of another size or seed
 */
export async function loadHistory(
  services: HistoryServices,
  wanted: WantedHistory,
): Promise<{ count: number; seed: number }> {
  for (;;) {
    const loaded = await withLock(services.database, 'loadDemo', () => loadOnce(services, wanted));
    if (loaded) return loaded;
    await delay(WAIT_FOR_OTHER_MS);
  }
}

async function loadOnce(services: HistoryServices, wanted: WantedHistory): Promise<LoadedHistory> {
  const { database } = services;
  const begun = (await readSetting(database, SETTING_NAMES.demoHistory)) as LoadedHistory | null;
  if (begun) refuseAnother(services, begun, wanted);
  if (begun && begun.unfinishedTo === undefined) return begun;
  const from = startOfBrusselsDayMs(HISTORY_STARTS);
  const to = begun?.unfinishedTo ?? services.now().getTime();
  const seed = begun?.seed ?? wanted.seed ?? DEFAULT_SEED;
  const count = begun?.count ?? wanted.count ?? defaultHistoryCount(from, to);
  await writeSetting(database, SETTING_NAMES.demoHistory, { count, seed, unfinishedTo: to });
  await writeHistory(services, { count, seed, from, to });
  await writeSetting(database, SETTING_NAMES.demoHistory, { count, seed });
  return { count, seed };
}

function refuseAnother(
  { settings }: HistoryServices,
  loaded: LoadedHistory,
  wanted: WantedHistory,
): void {
  const differs =
    (wanted.count !== null && wanted.count !== loaded.count) ||
    (wanted.seed !== null && wanted.seed !== loaded.seed);
  if (!differs) return;
  throw new StartError(
    `${nameOf(settings)} holds a demo of ${loaded.count} records, seed ${loaded.seed}: start it without --incidents and --seed, or give ${anotherThan(settings)}.`,
  );
}

/**
 * A record that is here already, from a start that was cut off, is skipped by its key. When it ends, by a fault too, no
 * transaction of it goes on: whoever takes the lock next writes alone.
 */
async function writeHistory(
  services: HistoryServices,
  options: Parameters<typeof generateHistory>[0],
): Promise<void> {
  const { database } = services;
  const context = { actor: 'demo', now: services.now(), newId: services.newId, bulk: true };
  const writing: Promise<unknown>[] = [];
  const write = async (chunk: NewIncident[]) => {
    const written = createIncidents(database, chunk, context);
    // Whoever waits for it hears of its fault; until then it is nobody's.
    written.catch(() => undefined);
    writing.push(written);
    if (writing.length === TRANSACTIONS_AT_ONCE) await writing.shift();
  };
  let made = 0;
  let chunk: NewIncident[] = [];
  try {
    for (const incident of generateHistory(options)) {
      made += 1;
      chunk.push({
        incident: withWholeArea(incident),
        importKey: `simulated ${String(made).padStart(7, '0')}`,
      });
      if (chunk.length < TRANSACTION_ROWS) continue;
      await write(chunk);
      chunk = [];
      if (made % RECORDS_BETWEEN_LINES === 0 && made < options.count)
        process.stdout.write(`  History  ${made} of ${options.count} simulated records\n`);
    }
    await write(chunk);
    await Promise.all(writing);
  } finally {
    await Promise.allSettled(writing);
  }
}
