import { randomUUID } from 'node:crypto';
import type { Database } from './database';
import { openEmbeddedDatabase } from './embedded/open-embedded-database';
import { openServerDatabase } from './open-server-database';

export interface OpenDatabaseOptions {
  /** The application's data folder; the embedded database lies in it. */
  dataDir: string;
  /** Address of a PostgreSQL server, or null for the embedded engine. */
  databaseUrl: string | null;
  /** The embedded engine's worker, where it is not beside this module. */
  workerUrl?: URL;
  migrationsFolder?: string;
  /** Where the applied migrations are noted; a restore prepares a second database beside the first. */
  migrationsSchema?: string;
  /** False to read a database as it is, of whatever version: nothing in it is migrated or begun. */
  migrates?: boolean;
  now?: Date;
  newEpoch?: () => string;
}

/**
 * Opens the database, applies missing migrations and begins the first epoch, unless it is to be left as it is.
 * @throws DatabaseRefused with a sentence for the person who started the process
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const settings = {
    ...options,
    now: options.now ?? new Date(),
    newEpoch: options.newEpoch ?? randomUUID,
  };
  return options.databaseUrl === null
    ? openEmbeddedDatabase(settings)
    : openServerDatabase({ ...settings, databaseUrl: options.databaseUrl });
}
