import { bundleServerParts } from './open-server';
import { startPostgres } from './postgres-cluster';
import { prepareSharedDatabases } from './shared-database';

/** One throw-away server for every test file of the `postgres` projects; they make their databases in it. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  // The other project's setup was first: both run in one process, and what they start ends with it.
  if (process.env.TEST_POSTGRES_URL) return undefined;
  const cluster = await startPostgres();
  process.env.TEST_POSTGRES_URL = cluster.urlOf('postgres');
  await bundleServerParts();
  const deleteShared = prepareSharedDatabases();
  return async () => {
    await cluster.stop();
    deleteShared();
  };
}
