import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabaseFolder, databaseFolder } from '../embedded/database-folder';
import { lockFolder } from '../embedded/folder-lock';
import { fsyncPath, fsyncTree, writeDurably } from '../embedded/fsync-tree';
import { openDatabase } from '../open-database';
import { BackupRefused } from './backup-format';
import { type EndedRows, endAgain, readEnded } from './ended-since';
import { isUnused } from './is-unused';
import type { RestoreOptions, RestoreTarget } from './restore-backup';

type Options = Pick<RestoreOptions, 'dataDir' | 'replaces' | 'workerUrl'> & { now: Date };

/** Where a restore of that moment makes the new database: inside the data folder, so that a rename puts it in place. */
export function draftFolder(dataDir: string, now: Date): string {
  return join(dataDir, `restoring-${stampOf(now)}`);
}

const stampOf = (now: Date) => now.toISOString().replace(/[:.]/g, '-');

/**
 * Makes the new database in a folder of its own inside the data folder, whose lock it holds meanwhile.
 * @throws DatabaseRefused if a server has the folder open; BackupRefused if a database is in use there
 */
export async function openEmbeddedTarget(options: Options): Promise<RestoreTarget> {
  const { dataDir, now, replaces } = options;
  const draftDir = draftFolder(dataDir, now);
  const folder = databaseFolder(dataDir);
  if (existsSync(folder.complete) && !replaces) await requireUnused(options);
  const ended = existsSync(folder.complete) && replaces ? await readEndedBefore(options) : null;
  const lock = lockFolder(dataDir);
  return {
    open: (migrationsFolder) =>
      openDatabase({
        dataDir: draftDir,
        databaseUrl: null,
        migrationsFolder,
        now,
        ...(options.workerUrl ? { workerUrl: options.workerUrl } : {}),
      }),
    endAgain: async ({ pool }) => {
      if (ended) await endAgain(pool, ended);
    },
    endsAgain: ended !== null,
    putInPlace: async () => {
      const draft = databaseFolder(draftDir);
      fsyncTree(draft.files);
      return exchange(dataDir, folder, draft, `${folder.files}.before-${stampOf(now)}`);
    },
    release: async () => {
      rmSync(draftDir, { recursive: true, force: true });
      lock.release();
    },
  };
}

/** Opening it says whether it is empty; a server that has it open refuses that with its own sentence. */
async function requireUnused({ dataDir, workerUrl }: Options): Promise<void> {
  const database = await openDatabase({
    dataDir,
    databaseUrl: null,
    ...(workerUrl ? { workerUrl } : {}),
  });
  const unused = await isUnused(database.pool).finally(() => database.close());
  if (unused) return;
  throw new BackupRefused(
    `The database in ${dataDir} is in use: add --replace to put it aside and restore, or give an empty folder with DATA_DIR.`,
  );
}

/**
 * Null where it cannot be read: it may be restored for that very reason. It is not migrated: that could fail, and it stays
 * what the version before can open until the new one is proven, and as what is kept aside.
 */
async function readEndedBefore({ dataDir, workerUrl }: Options): Promise<EndedRows | null> {
  const options = { dataDir, databaseUrl: null, migrates: false };
  const worker = workerUrl ? { workerUrl } : {};
  const database = await openDatabase({ ...options, ...worker }).catch(() => null);
  if (!database) return null;
  return readEnded(database.pool)
    .catch(() => null)
    .finally(() => database.close());
}

/** Two renames in one folder; a loss of power between them leaves the old one under its new name, and no start. */
function exchange(
  dataDir: string,
  folder: DatabaseFolder,
  draft: DatabaseFolder,
  aside: string,
): string | null {
  const hadOne = existsSync(folder.files);
  if (hadOne) renameSync(folder.files, aside);
  try {
    renameSync(draft.files, folder.files);
  } catch (fault) {
    if (hadOne) renameSync(aside, folder.files);
    throw fault;
  }
  fsyncPath(dataDir);
  writeDurably(folder.complete, 'This database is in use; it is never initialised again.\n');
  rmSync(folder.initialising, { force: true });
  fsyncPath(dataDir);
  return hadOne ? aside : null;
}
