import { randomUUID } from 'node:crypto';
import type { Database } from '../database';
import { defaultMigrationsFolder } from '../migrate-database';
import { readBackupFile, type WholeBackup } from './backup-file';
import type { BackupHeader } from './backup-format';
import { beginRestoredEpoch, fillDatabase, proveRestored } from './fill-database';
import { migrationsUpTo, requireKnownSchema } from './past-migrations';
import { openEmbeddedTarget } from './restore-embedded';
import { openServerTarget } from './restore-server';

export interface RestoreOptions {
  path: string;
  dataDir: string;
  databaseUrl: string | null;
  /** Put a database aside that is in use; without it only an empty one is filled. */
  replaces: boolean;
  migrationsFolder?: string;
  workerUrl?: URL;
  now?: Date;
  newEpoch?: () => string;
  progress?: (step: 'check' | 'fill', rows: number, header: BackupHeader) => void;
}

export interface Restored {
  epoch: string;
  whole: WholeBackup;
  /** Where the database that was replaced lies; null if there was none or it was empty. */
  keptAside: string | null;
  /** Tokens, links and credentials that the one before had ended stay ended; not where there was none, or it could not be read. */
  endsAgain: boolean;
}

/** A place beside the database in use where a new one is made, and the step that puts it in its stead. */
export interface RestoreTarget {
  open: (migrationsFolder: string) => Promise<Database>;
  /** Ends in the new one what had ended in the one in use; a server does that while it exchanges them. */
  endAgain: (database: Database) => Promise<void>;
  /** Known once the new one is in place. */
  endsAgain: boolean;
  /** After the new database was closed. Gives what was kept of the old one. */
  putInPlace: () => Promise<string | null>;
  /** Removes what is left of the new one if it was not put in place, and frees what was locked. */
  release: () => Promise<void>;
}

/**
 * Makes a database from a backup, under a new epoch. The database in use is not touched before the new one is whole and
 * its digest is the backup's.
 * @throws BackupRefused, DatabaseRefused
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { path, progress = () => {} } = options;
  const migrationsFolder = options.migrationsFolder ?? defaultMigrationsFolder();
  const whole = await readBackupFile(path, {
    progress: (rows, header) => progress('check', rows, header),
  });
  requireKnownSchema(whole.header, migrationsFolder);
  const now = options.now ?? new Date();
  const epoch = (options.newEpoch ?? randomUUID)();
  const target = await (options.databaseUrl === null
    ? openEmbeddedTarget({ ...options, now })
    : openServerTarget({ ...options, databaseUrl: options.databaseUrl, now }));
  try {
    await fillTarget(target, whole, { ...options, migrationsFolder, epoch, now, progress });
    const keptAside = await target.putInPlace();
    return { epoch, whole, keptAside, endsAgain: target.endsAgain };
  } finally {
    await target.release();
  }
}

type FillOptions = Required<Pick<RestoreOptions, 'path' | 'migrationsFolder' | 'now' | 'progress'>>;

async function fillTarget(
  target: RestoreTarget,
  whole: WholeBackup,
  options: FillOptions & { epoch: string },
): Promise<void> {
  const past = migrationsUpTo(whole.header.migrations.count, options.migrationsFolder);
  try {
    await withDatabase(target, past.folder, async ({ pool }) => {
      await fillDatabase(pool, options.path, (rows, header) =>
        options.progress('fill', rows, header),
      );
      await beginRestoredEpoch(pool, whole, options);
    });
  } finally {
    past.remove();
  }
  await withDatabase(target, options.migrationsFolder, async (database) => {
    await proveRestored(database, whole);
    await target.endAgain(database);
    await database.maintain();
  });
}

async function withDatabase(
  target: RestoreTarget,
  migrationsFolder: string,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await target.open(migrationsFolder);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
