import { and, eq, ne, notInArray, or } from 'drizzle-orm';
import type { Database } from './database';
import { incidents, settings } from './schema';

/** Under which names the facts about a database are kept. */
export const SETTING_NAMES = {
  /** `demo` or `real`: who opened it first. */
  mode: 'mode',
  /** Which sourced records and figures were loaded last. */
  sourcedData: 'sourced-data',
  /** What was loaded last under each key of a sourced figure. */
  sourcedFigures: 'sourced-figures',
  /** Size and seed of the simulated history. */
  demoHistory: 'demo-history',
} as const;

/** A small fact about this database under a name, or null. */
export async function readSetting(database: Pick<Database, 'orm'>, key: string): Promise<unknown> {
  const [row] = await database.orm
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, key));
  return row?.value ?? null;
}

export async function writeSetting(
  database: Pick<Database, 'orm'>,
  key: string,
  value: unknown,
): Promise<void> {
  await database.orm
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

/** Keeps a fact unless it is there already. @returns the one that is kept, whoever of several was first */
export async function claimSetting(
  database: Pick<Database, 'orm'>,
  key: string,
  value: unknown,
): Promise<unknown> {
  await database.orm.insert(settings).values({ key, value }).onConflictDoNothing();
  return readSetting(database, key);
}

/** Whether somebody worked here: records that are neither simulated nor sourced, withdrawn ones too, or any draft. */
export async function holdsRealRecords(database: Pick<Database, 'orm'>): Promise<boolean> {
  const [row] = await database.orm
    .select({ rid: incidents.rid })
    .from(incidents)
    .where(
      or(notInArray(incidents.origin, ['simulated', 'sourced']), eq(incidents.status, 'draft')),
    )
    .limit(1);
  return row !== undefined;
}

/** Whether simulated records are in this database, drafts too: a server outside demo mode refuses it. */
export async function holdsSimulatedRecords(database: Pick<Database, 'orm'>): Promise<boolean> {
  const [row] = await database.orm
    .select({ rid: incidents.rid })
    .from(incidents)
    .where(and(eq(incidents.origin, 'simulated'), ne(incidents.status, 'withdrawn')))
    .limit(1);
  return row !== undefined;
}
