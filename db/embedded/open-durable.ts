import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { databaseFolder, markComplete, prepareFolder } from './database-folder';
import { DatabaseRefused } from './database-refused';
import { DurableNodeFs } from './durable-node-fs';

/** PGlite's own arguments without `-F`, which turns fsync off, and with the method that our hook can see. */
export const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'fsync=on',
  '-c',
  'synchronous_commit=on',
  '-c',
  'full_page_writes=on',
  '-c',
  'wal_sync_method=fsync',
];

/**
 * Opens the embedded database of a data folder whose lock the caller holds, in this thread.
 * @throws DatabaseRefused if the folder may not be used or commits do not reach the disk
 */
export async function openDurable(
  dataDir: string,
  makeFiles: (path: string) => DurableNodeFs = (path) => new DurableNodeFs(path),
): Promise<PGlite> {
  const folder = databaseFolder(dataDir);
  const isNew = prepareFolder(folder);
  const files = makeFiles(folder.files);
  const engine = await PGlite.create({
    fs: files,
    extensions: { pg_trgm, unaccent, btree_gist },
    startParams: START_PARAMETERS,
  });
  try {
    if (isNew) markComplete(dataDir, folder);
    await proveFsync(engine, files);
  } catch (fault) {
    await engine.close();
    throw fault;
  }
  return engine;
}

/** Commits a row and asks whether that called fsync: the whole promise of durability hangs on it. */
async function proveFsync(engine: PGlite, files: DurableNodeFs): Promise<void> {
  await engine.exec(`
    create schema if not exists embedded;
    create table if not exists embedded.fsync_probe (id int primary key, starts bigint not null);
  `);
  const before = files.fsyncCalls;
  await engine.exec(`
    insert into embedded.fsync_probe values (1, 1)
    on conflict (id) do update set starts = embedded.fsync_probe.starts + 1;
  `);
  if (files.fsyncCalls === before) {
    throw new DatabaseRefused(
      'The embedded database did not call fsync when it committed, so a loss of power would lose records; install the exact version of @electric-sql/pglite that package.json names.',
    );
  }
}
