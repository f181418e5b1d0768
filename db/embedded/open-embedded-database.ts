import { Client, type ClientBase } from 'pg';
import { assembleDatabase } from '../assemble-database';
import type { Database } from '../database';
import { defaultMigrationsFolder, migrateDatabase } from '../migrate-database';
import type { OpenDatabaseOptions } from '../open-database';
import { GuardedPool } from '../transaction-guard';
import { defaultWorkerUrl, startEmbeddedEngine } from './embedded-engine';
import { EmbeddedStream } from './embedded-stream';
import { lockFolder } from './folder-lock';

/** Longest wait for the one connection; whoever holds it longer than this is stuck. */
const CONNECTION_WAIT_MS = 120_000;

type Options = OpenDatabaseOptions & { now: Date; newEpoch: () => string };

export async function openEmbeddedDatabase(options: Options): Promise<Database> {
  const lock = lockFolder(options.dataDir);
  try {
    const engine = await startEmbeddedEngine(
      options.dataDir,
      options.workerUrl ?? defaultWorkerUrl(),
    );
    const listeners = new Set<() => void>();
    const prepareSession = async (client: ClientBase) => {
      client.on('notification', () => {
        for (const listener of listeners) listener();
      });
      await client.query('rollback; listen havenwacht_log');
    };
    const pool = new GuardedPool({
      Client,
      user: 'postgres',
      database: 'postgres',
      password: '',
      ssl: false,
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: CONNECTION_WAIT_MS,
      stream: () => new EmbeddedStream(engine),
      onConnect: prepareSession,
    });
    pool.on('error', () => {});
    const close = async () => {
      await pool.end();
      await engine.close();
      lock.release();
    };
    try {
      if (options.migrates !== false) {
        await migrateDatabase(pool, {
          migrationsFolder: options.migrationsFolder ?? defaultMigrationsFolder(),
          now: options.now,
          newEpoch: options.newEpoch,
        });
      }
    } catch (fault) {
      await close();
      throw fault;
    }
    return assembleDatabase({
      engine: 'embedded',
      pool,
      listeners,
      onFailure: engine.onFailure,
      close,
    });
  } catch (fault) {
    lock.release();
    throw fault;
  }
}
