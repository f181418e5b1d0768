import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  linkSync,
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
import { draftFolder } from '@/db/backup/restore-embedded';
import type { Database } from '@/db/database';
import { openDurable } from '@/db/embedded/open-durable';
import { openDatabase } from '@/db/open-database';
import { takeSharedDatabase } from './shared-database';
import { copyOfDatabase, testEngine } from './test-engine';

/** A database for one file of tests, which leaves nothing of its own behind after `close`. */
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
  'erasures',
  'import_batches',
  'settings',
  'jobs',
  'rate_limits',
  'incident_search',
  'search_words',
  'read_tokens',
  'boundaries',
];

/** Not `truncate`, which makes every table and index a new file: for a few rows that costs a hundred times as much. */
const emptied = (tables: readonly string[]): string => `do $$ begin
  ${tables.map((table) => `delete from ${table};`).join('\n  ')}
  perform setval(seqrelid, seqstart, false) from pg_sequence
    join pg_depend on objid = seqrelid and deptype = 'i'
    where refobjid = any('{${tables.join(',')}}'::regclass[]);
end $$`;

const TEMPLATE_EPOCH = 'epoch-of-tests';
const START = new Date('2026-01-01T00:00:00Z');

/**
 * A fresh, migrated, empty database. The first initialisation takes seconds, so it is done once for a set of
 * migrations and its folder, closed in good order, is copied once for each process, whose files share the opened
 * database. In the `postgres` project it is a database on the throw-away server, a copy of one that was migrated once.
 */
export async function openTemporaryDatabase(): Promise<TemporaryDatabase> {
  const { database, dataDir, close } = await takeSharedDatabase(openTemplateCopy);
  const clear = () => empty(database, TABLES);
  return { database, dataDir, clear, close };
}

/** A fresh, migrated, empty database in an empty folder. */
export async function openTemplateCopy(dataDir: string): Promise<Database> {
  const databaseUrl =
    testEngine === 'server' ? await copyOfDatabase('migrated', dataDir, migrate) : null;
  if (!databaseUrl) await copyTemplate(dataDir);
  return openDatabase(openingOf(dataDir, databaseUrl));
}

async function empty(database: Database, tables: readonly string[]): Promise<void> {
  await database.orm.execute(sql.raw(emptied(tables)));
  await database.orm.execute(sql`delete from area_codes where code > 0`);
  await database.orm.execute(
    sql`update log_head set seq = 0, digest = ${'0'.repeat(16)}, committed_at = ${START.toISOString()}::timestamptz`,
  );
}

/** Takes all records out of a database in which a server has started; the next one finds the sourced ones loaded and adds none. */
export async function emptyStarted(dataDir: string, databaseUrl: string | null): Promise<void> {
  const database = await openDatabase(openingOf(dataDir, databaseUrl));
  await empty(
    database,
    TABLES.filter((table) => table !== 'settings'),
  );
  await database.orm.execute(sql`vacuum`);
  await database.close();
}

export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'havenwacht-test-'));
}

/** Fills a data folder with a database that was initialised, migrated and closed. */
export async function copyTemplate(dataDir: string): Promise<void> {
  await copyOrMake(`havenwacht-template-${templateVersion()}`, dataDir, async (draft) => {
    await copyInitialised(draft);
    const database = await openDatabase(openingOf(draft, null));
    const { rows } = await database.orm.execute(sql`select current_database() as name`);
    // Copies share the files of the others.
    if (rows[0]?.name !== 'postgres') throw new Error('the engine writes to another database');
    await database.close();
  });
}

function openingOf(dataDir: string, databaseUrl: string | null) {
  return { dataDir, databaseUrl, now: START, newEpoch: () => TEMPLATE_EPOCH };
}

async function migrate(databaseUrl: string): Promise<void> {
  const database = await openDatabase(openingOf('', databaseUrl));
  await database.close();
}

/** Fills a data folder with PostgreSQL's own files only: whoever opens it migrates it and begins its first epoch. */
export async function copyInitialised(dataDir: string): Promise<void> {
  await copyOrMake(`havenwacht-initialised-${templateVersion()}`, dataDir, async (draft) => {
    const engine = await openDurable(draft);
    await engine.close();
  });
}

/**
 * Spares a restore of that moment PostgreSQL's initialisation and the migrations, which are most of what one of a few
 * records costs: its draft has been initialised and migrated. `backup-file.test.ts` has the restore that does without.
 */
export async function initialiseDraft(dataDir: string, now: Date): Promise<void> {
  await copyTemplate(draftFolder(dataDir, now));
}

/** Fills a folder with a copy of the one of that name, which `make` fills first where there is none yet. */
export async function copyOrMake(
  name: string,
  dataDir: string,
  make: (draft: string) => Promise<void>,
): Promise<void> {
  const template = join(tmpdir(), name);
  if (!existsSync(template)) {
    const draft = makeTemporaryFolder();
    await make(draft);
    try {
      renameSync(draft, template);
    } catch {
      // Another test process was faster; its template is as good.
      rmSync(draft, { recursive: true, force: true });
    }
  }
  copyCluster(template, dataDir);
}

/** PostgreSQL's own templates of databases, by their numbers: nobody connects to them, so nothing is written to them. */
const NEVER_WRITTEN = /\/database\/base\/[14]\/[^/]+$/;

/** Two thirds of its thousand files are shared with the template, since making files is what a copy costs. */
function copyCluster(template: string, dataDir: string): void {
  cpSync(template, dataDir, {
    recursive: true,
    filter: (from, to) => !(NEVER_WRITTEN.test(from) && isLinked(from, to)),
  });
}

/** False where it has to be copied: on another file system, such as the disk of a test whose power goes, or one without links. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Changes with whatever the templates are made by: the migrations, the engine and its folder. */
export function templateVersion(): string {
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
