import { Client } from 'pg';
import { assembleDatabase } from './assemble-database';
import type { Database } from './database';
import { DatabaseRefused } from './embedded/database-refused';
import { explainMigration } from './explain-migration';
import { defaultMigrationsFolder, migrateDatabase } from './migrate-database';
import type { OpenDatabaseOptions } from './open-database';
import { GuardedPool } from './transaction-guard';

const POOL_SIZE = 10;
const CONNECTION_WAIT_MS = 10_000;
const LISTEN_WAIT_MS = 5_000;
const SHORTEST_RECONNECT_MS = 250;
const LONGEST_RECONNECT_MS = 8_000;
/** Longer than the server's own limit: it ends waiting on a connection whose other end vanished without a word. */
const ANSWER_WAIT_MS = 125_000;
/** An acknowledged write is on the server's disk; no query holds a connection for ever; none is worth compiling, which took half of a list's time. */
const SESSION = `set synchronous_commit = on; set timezone = 'UTC'; set statement_timeout = '120s'; set jit = off`;

type Options = Omit<OpenDatabaseOptions, 'databaseUrl'> & {
  databaseUrl: string;
  now: Date;
  newEpoch: () => string;
};

/** @throws DatabaseRefused if the server cannot be reached */
export async function openServerDatabase(options: Options): Promise<Database> {
  const pool = new GuardedPool({
    connectionString: options.databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    query_timeout: ANSWER_WAIT_MS,
    keepAlive: true,
    onConnect: async (client) => {
      await client.query(SESSION);
    },
  });
  // A connection that breaks while idle is replaced by the pool; a query on a broken one fails by itself.
  pool.on('error', () => {});
  // One that breaks in use, between two queries of a transaction, would end the process if nobody listened.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await pool.query('select 1');
  } catch (fault) {
    await pool.end();
    const reason = fault instanceof Error ? fault.message || String(fault) : String(fault);
    throw new DatabaseRefused(
      `The PostgreSQL server of DATABASE_URL does not answer (${reason}); check address, user and password.`,
    );
  }
  await migrateUnhurried(options).catch(async (fault: unknown) => {
    await pool.end();
    throw explainMigration(fault);
  });
  const listeners = new Set<() => void>();
  const stopListening = listenForHints(options.databaseUrl, listeners);
  return assembleDatabase({
    engine: 'server',
    pool,
    listeners,
    onFailure: () => {},
    close: async () => {
      await stopListening();
      await pool.end();
    },
  });
}

/** Over a connection without limits: an index over years of versions takes minutes to make. */
async function migrateUnhurried(options: Options): Promise<void> {
  if (options.migrates === false) return;
  const pool = new GuardedPool({
    connectionString: options.databaseUrl,
    max: 1,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    keepAlive: true,
    onConnect: async (client) => {
      await client.query(SESSION);
      await client.query('set statement_timeout = 0');
    },
  });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await migrateDatabase(pool, {
      migrationsFolder: options.migrationsFolder ?? defaultMigrationsFolder(),
      migrationsSchema: options.migrationsSchema,
      now: options.now,
      newEpoch: options.newEpoch,
    });
  } finally {
    await pool.end();
  }
}

/**
 * Keeps a connection of its own, outside the pool, that receives NOTIFY. It is opened again, after a longer pause each
 * time; meanwhile polling goes on. Whatever was missed in between is looked for as soon as it is back.
 */
function listenForHints(connectionString: string, listeners: Set<() => void>): () => Promise<void> {
  let stopped = false;
  let client: Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let pauseMs = SHORTEST_RECONNECT_MS;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const lost = (which: Client) => {
    if (stopped || which !== client) return;
    client = null;
    which.end().catch(() => {});
    retry = setTimeout(connect, pauseMs);
    retry.unref();
    pauseMs = Math.min(pauseMs * 2, LONGEST_RECONNECT_MS);
  };
  function connect(): void {
    const next = new Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: LISTEN_WAIT_MS,
    });
    client = next;
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next.on('notification', tell);
    next
      .connect()
      .then(() => next.query('listen havenwacht_log'))
      .then(
        () => {
          pauseMs = SHORTEST_RECONNECT_MS;
          tell();
        },
        () => lost(next),
      );
  }
  connect();
  return async () => {
    stopped = true;
    if (retry) clearTimeout(retry);
    await client?.end().catch(() => {});
  };
}
