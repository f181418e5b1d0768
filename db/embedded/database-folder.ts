import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseRefused } from './database-refused';
import { fsyncPath, fsyncTree, writeDurably } from './fsync-tree';

/** Where the parts of an embedded database lie under a data folder. */
export interface DatabaseFolder {
  /** PostgreSQL's own files. */
  files: string;
  /** Present from before the first initialisation until it is on disk: what lies in `files` was never used. */
  initialising: string;
  /** Present once the first initialisation is on disk: what lies in `files` must never be made anew. */
  complete: string;
}

export function databaseFolder(dataDir: string): DatabaseFolder {
  return {
    files: join(dataDir, 'database'),
    initialising: join(dataDir, 'database.initialising'),
    complete: join(dataDir, 'database.complete'),
  };
}

/**
 * Makes a folder ready for PGlite, which initialises whatever lacks a `PG_VERSION`: a folder that was used is never
 * initialised again, one whose first initialisation was cut short is emptied. Call it under the folder's lock.
 * @returns whether PGlite will initialise it now; then `markComplete` must follow
 * @throws DatabaseRefused if the folder holds something that is not known to be ours or lost its files
 */
export function prepareFolder(folder: DatabaseFolder): boolean {
  const initialised = existsSync(join(folder.files, 'PG_VERSION'));
  if (existsSync(folder.complete)) {
    if (!initialised) {
      throw new DatabaseRefused(
        `The database in ${folder.files} was in use and its files are missing; restore it from a backup, or remove ${folder.complete} to begin an empty one.`,
      );
    }
    // A killed process leaves it behind, sometimes empty, which PostgreSQL takes for a fatal fault. The lock says
    // that nobody runs here.
    rmSync(join(folder.files, 'postmaster.pid'), { force: true });
    return false;
  }
  const neverUsed = existsSync(folder.initialising);
  const empty = !existsSync(folder.files) || readdirSync(folder.files).length === 0;
  if (!empty && !neverUsed) {
    throw new DatabaseRefused(
      `${folder.files} holds files without the marker ${folder.complete}; move them away, or restore the marker if this is a Havenwacht database.`,
    );
  }
  writeDurably(
    folder.initialising,
    'The first initialisation of this database has not finished.\n',
  );
  rmSync(folder.files, { recursive: true, force: true });
  mkdirSync(folder.files, { recursive: true, mode: 0o700 });
  return true;
}

/** Records that a first initialisation is whole and on disk. */
export function markComplete(dataDir: string, folder: DatabaseFolder): void {
  fsyncTree(folder.files);
  writeDurably(folder.complete, 'This database is in use; it is never initialised again.\n');
  rmSync(folder.initialising, { force: true });
  fsyncPath(dataDir);
}
