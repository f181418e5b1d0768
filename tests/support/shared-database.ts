import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@/db/database';
import { dropDatabaseOf } from './test-engine';

/** Opens what a process's test files use one after the other, in an empty folder. */
export type Begin = (dataDir: string) => Promise<Database>;

interface Shared {
  database: Database;
  dataDir: string;
  /** Rows of a fresh one, as JSON by their table. */
  rows: Map<string, string>;
  /** Names of sequences that have begun in a fresh one, with what each gave last. */
  sequences: Map<string, string>;
  /** Of the file that has it now. */
  listeners: Set<() => void>;
}

/** Those that nobody uses, by how they began; the files of a process run one after the other. */
const idle = new Map<Begin, Shared>();

/**
 * A database as fresh as a new one: the one that the file before gave back, with every table as it was at the first
 * opening. To open an embedded one costs a second of the processor, most of what a brief file costs. Its process's end
 * closes it, as a kill would.
 */
export async function takeSharedDatabase(
  begin: Begin,
): Promise<{ database: Database; dataDir: string; close: () => Promise<void> }> {
  const used = idle.get(begin);
  idle.delete(begin);
  if (used) await refresh(used);
  const shared = used ?? (await open(begin));
  const { database, dataDir, listeners } = shared;
  let given = false;
  const giveBack = async () => {
    if (given) return;
    given = true;
    listeners.clear();
    if (idle.has(begin)) await end(shared);
    else idle.set(begin, shared);
  };
  const lent: Database = {
    ...database,
    // The engine's own listeners cannot be taken off again.
    onNotify: (listener) => {
      listeners.add(listener);
    },
    close: giveBack,
  };
  return { database: lent, dataDir, close: giveBack };
}

/** Once for a run, before its processes; gives what is to be done after them. */
export function prepareSharedDatabases(): () => void {
  process.env.TEST_RUN ??= String(process.pid);
  return deleteSharedDatabases;
}

function deleteSharedDatabases(): void {
  rmSync(folderOfRun(), { recursive: true, force: true });
}

function folderOfRun(): string {
  const run = process.env.TEST_RUN ?? String(process.pid);
  return join(tmpdir(), `havenwacht-shared-${run}`);
}

async function open(begin: Begin): Promise<Shared> {
  mkdirSync(folderOfRun(), { recursive: true });
  const dataDir = mkdtempSync(join(folderOfRun(), 'database-'));
  const database = await begin(dataDir);
  const listeners = new Set<() => void>();
  database.onNotify(() => {
    for (const listener of listeners) listener();
  });
  const rows = new Map<string, string>();
  for (const table of await writtenTables(database)) {
    const { rows: found } = await database.pool.query<{ rows: string }>(
      `select coalesce(json_agg(t), '[]')::text as rows from public.${table} t`,
    );
    rows.set(table, found[0]?.rows ?? '[]');
  }
  const { rows: begun } = await database.pool.query<{ name: string; last: string }>(
    `select quote_ident(sequencename) as name, last_value::text as last from pg_sequences
      where schemaname = 'public' and last_value is not null`,
  );
  const sequences = new Map(begun.map(({ name, last }) => [name, last]));
  return { database, dataDir, rows, sequences, listeners };
}

/** A truncated table and its indexes are new files, so nothing of the file before is left to slow the next one. */
async function refresh({ database, rows, sequences }: Shared): Promise<void> {
  const tables = await writtenTables(database);
  const names = tables.map((table) => `public.${table}`).join(', ');
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    if (names) await client.query(`truncate ${names} restart identity cascade`);
    for (const [table, values] of rows) {
      const record = `json_populate_recordset(null::public.${table}, $1)`;
      await client.query(`insert into public.${table} select * from ${record}`, [values]);
    }
    for (const [name, last] of sequences) {
      await client.query(`select setval('public.${name}', $1)`, [last]);
    }
    await client.query('delete from pg_statistic where starelid = any($1::text[]::regclass[])', [
      tables,
    ]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** Tables with anything in their files; one that nobody has written to has none. */
async function writtenTables({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
      order by relname`,
  );
  return rows.map(({ name }) => name);
}

async function end({ database, dataDir }: Shared): Promise<void> {
  await database.close();
  await dropDatabaseOf(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
