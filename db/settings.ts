import { and, eq, ne } from 'drizzle-orm';
import type { Database } from './database';
import { incidents, settings } from './schema';

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

/** Whether simulated records are in this database, drafts too: a server outside demo mode refuses it. */
export async function holdsSimulatedRecords(database: Pick<Database, 'orm'>): Promise<boolean> {
  const [row] = await database.orm
    .select({ rid: incidents.rid })
    .from(incidents)
    .where(and(eq(incidents.origin, 'simulated'), ne(incidents.status, 'withdrawn')))
    .limit(1);
  return row !== undefined;
}
