import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Pool } from 'pg';
import { digestToHex, ZERO_DIGEST } from '@/lib/protocol/digest';
import { lockNumber } from './advisory-lock';
import { fillSearch } from './fill-search';
import * as schema from './schema';

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

/** Applies what is missing, one process at a time, and, in an empty database, begins the first epoch at seq 0. */
export async function migrateDatabase(
  pool: Pool,
  options: {
    migrationsFolder: string;
    migrationsSchema?: string | undefined;
    now: Date;
    newEpoch: () => string;
  },
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber('migrate')]);
    const orm = drizzle(client, { schema });
    const { migrationsFolder, migrationsSchema = 'drizzle' } = options;
    await migrate(orm, { migrationsFolder, migrationsSchema });
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
    await client.query('select pg_advisory_unlock($1)', [lockNumber('migrate')]);
  } catch (error) {
    // A connection that is ended lets go of the lock.
    client.release(true);
    throw error;
  }
  client.release();
}
