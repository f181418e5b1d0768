import { Client } from 'pg';
import { assembleDatabase } from './assemble-database';
import type { Database } from './database';
import { DatabaseRefused } from './embedded/database-refused';
import { defaultMigrationsFolder, migrateDatabase } from './migrate-database';
import type { OpenDatabaseOptions } from './open-database';
import { GuardedPool } from './transaction-guard';

const POOL_SIZE = 10;
const CONNECTION_WAIT_MS = 30_000;
const RECONNECT_MS = 1_000;
/** An acknowledged write is on the server's disk; no query holds a connection for ever. */
const SESSION = `set synchronous_commit = on; set timezone = 'UTC'; set statement_timeout = '120s'`;

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
    onConnect: async (client) => {
      await client.query(SESSION);
    },
  });
  // A connection that breaks while idle is replaced by the pool; a query on a broken one fails by itself.
  pool.on('error', () => {});
  try {
    await pool.query('select 1');
  } catch (fault) {
    await pool.end();
    const reason = fault instanceof Error ? fault.message || String(fault) : String(fault);
    throw new DatabaseRefused(
      `The PostgreSQL server of DATABASE_URL does not answer (${reason}); check address, user and password.`,
    );
  }
  await migrateDatabase(pool, {
    migrationsFolder: options.migrationsFolder ?? defaultMigrationsFolder(),
    now: options.now,
    newEpoch: options.newEpoch,
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

/** Keeps a connection of its own, outside the pool, that receives NOTIFY; while it is away, polling goes on. */
function listenForHints(connectionString: string, listeners: Set<() => void>): () => Promise<void> {
  let stopped = false;
  let client: Client | null = null;
  let retry: NodeJS.Timeout | null = null;

  const again = () => {
    if (stopped || retry) return;
    retry = setTimeout(connect, RECONNECT_MS);
    retry.unref();
  };
  function connect(): void {
    retry = null;
    const next = new Client({ connectionString, keepAlive: true });
    client = next;
    next.on('error', again);
    next.on('end', again);
    next.on('notification', () => {
      for (const listener of listeners) listener();
    });
    next
      .connect()
      .then(() => next.query('listen havenwacht_log'), again)
      .catch(again);
  }
  connect();
  return async () => {
    stopped = true;
    if (retry) clearTimeout(retry);
    await client?.end().catch(() => {});
  };
}
