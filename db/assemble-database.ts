import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import type { Database, Orm } from './database';
import * as schema from './schema';
import { runInsideTransaction } from './transaction-guard';

/** In separate statements, so that writers wait for one table at most. */
const TABLES = [
  'incidents',
  'incident_versions',
  'figure_versions',
  'log_head',
  'commits',
  'partitions',
  'idempotency',
  'audit',
  'erasures',
  'jobs',
  'incident_search',
  'search_words',
  'screen_commands',
  'screen_statuses',
];

/** The same surface over either engine. */
export function assembleDatabase(parts: {
  engine: Database['engine'];
  pool: Pool;
  listeners: Set<() => void>;
  onFailure: Database['onFailure'];
  close: () => Promise<void>;
}): Database {
  const orm = drizzle(parts.pool, { schema });
  return {
    engine: parts.engine,
    orm,
    pool: parts.pool,
    transaction: (work) => orm.transaction((tx) => runInsideTransaction(() => work(tx))),
    onNotify: (listener) => {
      parts.listeners.add(listener);
    },
    onFailure: parts.onFailure,
    maintain: () => maintain(orm, parts.engine),
    close: parts.close,
  };
}

async function maintain(orm: Orm, engine: Database['engine']): Promise<void> {
  await orm.execute(sql`delete from idempotency where created_at < now() - interval '7 days'`);
  await orm.execute(sql`delete from screen_commands where created_at < now() - interval '7 days'`);
  await orm.execute(sql`delete from rate_limits where expire < ${Date.now()}`);
  // A server has autovacuum and its own checkpoints.
  if (engine === 'server') return;
  for (const table of TABLES) await orm.execute(sql.raw(`vacuum (analyze) ${table}`));
  await orm.execute(sql`checkpoint`);
}
