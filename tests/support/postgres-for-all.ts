import { startPostgres } from './postgres-cluster';

/** One throw-away server for every test file of the `postgres` project; each file makes its own databases in it. */
export async function setup(): Promise<() => Promise<void>> {
  const cluster = await startPostgres();
  process.env.TEST_POSTGRES_URL = cluster.urlOf('postgres');
  return cluster.stop;
}
