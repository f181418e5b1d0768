import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Pool } from 'pg';
import { digestToHex, ZERO_DIGEST } from '@/lib/protocol/digest';
import { fillSearch } from './fill-search';
import * as schema from './schema';

/** Any fixed number: one process at a time migrates. */
const MIGRATION_LOCK = 4_857_001;

/** In the sources beside this file; from a bundle in `.build/server`, in the project that it was built from. */
export function defaultMigrationsFolder(): string {
  const candidates = ['./migrations', '../../db/migrations', '../db/migrations'];
  const folders = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = folders.find((folder) => existsSync(`${folder}/meta/_journal.json`));
  if (!found)
    throw new Error(
      `no migrations in ${folders.join(', ')}: keep db/migrations beside the built server`,
    );
  return found;
}

/** Applies what is missing and, in an empty database, begins the first epoch at seq 0. */
export async function migrateDatabase(
  pool: Pool,
  options: { migrationsFolder: string; now: Date; newEpoch: () => string },
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const orm = drizzle(client, { schema });
    await migrate(orm, { migrationsFolder: options.migrationsFolder });
    await orm.transaction(async (tx) => {
      const [head] = await tx.select({ seq: schema.logHead.seq }).from(schema.logHead);
      if (head) return;
      const epoch = options.newEpoch();
      const digest = digestToHex(ZERO_DIGEST);
      await tx
        .insert(schema.epochs)
        .values({ epoch, parent: null, forkSeq: 0, createdAt: options.now });
      await tx.insert(schema.logHead).values({ epoch, seq: 0, digest, committedAt: options.now });
    });
    await fillSearch(orm);
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    client.release();
  }
}
