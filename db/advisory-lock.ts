import type { Database } from './database';

/** Any fixed numbers: one for each thing that one process at a time does. */
const LOCKS = {
  migrate: 4_857_001,
  build: 4_857_002,
  loadDemo: 4_857_003,
  playDemo: 4_857_004,
  loadSourced: 4_857_005,
};

export type LockName = keyof typeof LOCKS;

export function lockNumber(name: LockName): number {
  return LOCKS[name];
}

const heldHere = new WeakMap<Database, Set<LockName>>();

/**
 * Runs work while this process alone has a lock; null, without running it, if it is taken. The embedded engine belongs to
 * one process, so there it is a flag. On a server a connection holds the lock: if that breaks, `lost` is aborted, since
 * another process may have it by then.
 */
export async function withLock<T>(
  database: Database,
  name: LockName,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const held = heldHere.get(database) ?? new Set();
  heldHere.set(database, held);
  if (held.has(name)) return null;
  held.add(name);
  try {
    return await (database.engine === 'server'
      ? withServerLock(database, LOCKS[name], work)
      : work(new AbortController().signal));
  } finally {
    held.delete(name);
  }
}

async function withServerLock<T>(
  database: Database,
  lock: number,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const client = await database.pool.connect();
  const lost = new AbortController();
  const lose = () => lost.abort(new Error('the connection that held the lock broke'));
  client.once('error', lose);
  let isBroken = true;
  try {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1) as held',
      [lock],
    );
    isBroken = false;
    if (!rows[0]?.held) return null;
    try {
      return await work(lost.signal);
    } finally {
      isBroken = true;
      // Ending the connection lets go of the lock too, so what was done counts even if this fails.
      await client.query('select pg_advisory_unlock($1)', [lock]).then(
        () => {
          isBroken = false;
        },
        () => undefined,
      );
    }
  } finally {
    client.removeListener('error', lose);
    client.release(isBroken);
  }
}
