import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { Database } from '@/db/database';
import { openDatabase } from '@/db/open-database';

/** A database for one test; `close` also deletes its folder. */
export interface TemporaryDatabase {
  database: Database;
  dataDir: string;
  /** Back to an empty database, its first epoch at seq 0. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const TABLES = [
  'incidents',
  'incident_versions',
  'figures',
  'figure_versions',
  'commits',
  'partitions',
  'manifests',
  'idempotency',
  'audit',
  'import_batches',
  'settings',
  'incident_search',
  'search_words',
  'read_tokens',
];

const TEMPLATE_EPOCH = 'epoch-of-tests';
const START = new Date('2026-01-01T00:00:00Z');

/**
 * A fresh, migrated, empty database. The first initialisation takes seconds, so it is done once for a set of
 * migrations and its folder, closed in good order, is copied. With `TEST_DATABASE_URL` the tests run against that
 * PostgreSQL server instead, whose public tables are emptied.
 */
export async function openTemporaryDatabase(): Promise<TemporaryDatabase> {
  const dataDir = makeTemporaryFolder();
  const databaseUrl = process.env.TEST_DATABASE_URL ?? null;
  if (databaseUrl) await emptyServer(databaseUrl, dataDir);
  else await copyTemplate(dataDir);
  const database = await openDatabase({
    dataDir,
    databaseUrl,
    now: START,
    newEpoch: () => TEMPLATE_EPOCH,
  });
  const clear = async () => {
    await database.orm.execute(sql.raw(`truncate ${TABLES.join(', ')} restart identity`));
    await database.orm.execute(sql`delete from area_codes where code > 0`);
    await database.orm.execute(
      sql`update log_head set seq = 0, digest = ${'0'.repeat(16)}, committed_at = ${START.toISOString()}::timestamptz`,
    );
  };
  const close = async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { database, dataDir, clear, close };
}

export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'havenwacht-test-'));
}

/** Fills a data folder with a database that was initialised, migrated and closed. */
export async function copyTemplate(dataDir: string): Promise<void> {
  const template = join(tmpdir(), `havenwacht-template-${templateVersion()}`);
  if (!existsSync(template)) await makeTemplate(template);
  cpSync(template, dataDir, { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  const draft = makeTemporaryFolder();
  const database = await openDatabase({
    dataDir: draft,
    databaseUrl: null,
    now: START,
    newEpoch: () => TEMPLATE_EPOCH,
  });
  await database.close();
  try {
    renameSync(draft, template);
  } catch {
    // Another test process was faster; its template is as good.
    rmSync(draft, { recursive: true, force: true });
  }
}

function templateVersion(): string {
  const project = fileURLToPath(new URL('../..', import.meta.url));
  const hash = createHash('sha256').update(readFileSync(join(project, 'package.json')));
  const migrations = join(project, 'db/migrations');
  for (const name of readdirSync(migrations)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    hash.update(readFileSync(join(migrations, name)));
  }
  hash.update(readFileSync(join(project, 'db/embedded/database-folder.ts')));
  return hash.digest('hex').slice(0, 16);
}

async function emptyServer(databaseUrl: string, dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir, databaseUrl });
  await database.orm.execute(sql`drop schema public cascade`);
  await database.orm.execute(sql`drop schema drizzle cascade`);
  await database.orm.execute(sql`create schema public`);
  await database.close();
}
