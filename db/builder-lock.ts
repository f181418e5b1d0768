import type { Database } from './database';

/** Any fixed number: one process at a time encodes partitions. */
const BUILDER_LOCK = 4_857_002;

const building = new WeakSet<Database>();

/**
 * Runs work while no other process builds partitions; null, without running it, if one does. The embedded engine
 * belongs to one process, so there it is a flag.
 */
export async function withBuilderLock<T>(
  database: Database,
  work: () => Promise<T>,
): Promise<T | null> {
  if (building.has(database)) return null;
  building.add(database);
  try {
    return await (database.engine === 'server' ? withServerLock(database, work) : work());
  } finally {
    building.delete(database);
  }
}

async function withServerLock<T>(database: Database, work: () => Promise<T>): Promise<T | null> {
  const client = await database.pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1) as held',
      [BUILDER_LOCK],
    );
    if (!rows[0]?.held) return null;
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [BUILDER_LOCK]);
    }
  } finally {
    client.release();
  }
}
