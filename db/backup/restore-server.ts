import { Client, escapeIdentifier } from 'pg';
import { DatabaseRefused } from '../embedded/database-refused';
import { openDatabase } from '../open-database';
import { BackupRefused } from './backup-format';
import { BACKUP_TABLES, LEFT_OUT_TABLES } from './backup-tables';
import { type EndedRows, endAgain, readEnded } from './ended-since';
import { isUnused } from './is-unused';
import type { RestoreOptions, RestoreTarget } from './restore-backup';

type Options = Pick<RestoreOptions, 'dataDir' | 'replaces'> & { databaseUrl: string; now: Date };

/** Another session may hold a table for longer than we wait, or hold two in the other order. */
const EXCHANGE_ATTEMPTS = 5;
const LOCK_WAIT = '10s';
const TRY_AGAIN = new Set(['40P01', '55P03']);

interface Schemas {
  live: string;
  draft: string;
  aside: string;
}

/**
 * Makes the new database in a schema of its own beside the one in use, so that servers may go on meanwhile; they see the
 * new one from one moment to the next.
 * @throws DatabaseRefused, BackupRefused
 */
export async function openServerTarget(options: Options): Promise<RestoreTarget> {
  const stamp = options.now
    .toISOString()
    .toLowerCase()
    .replace(/[^\dtz]/g, '');
  const client = await connect(options.databaseUrl);
  try {
    const live = await currentSchema(client);
    const wasUnused = await isUnused(client);
    if (!wasUnused && !options.replaces) {
      throw new BackupRefused(
        'The database of DATABASE_URL is in use: add --replace to put its tables aside and restore, or name an empty database.',
      );
    }
    const schemas = { live, draft: `restoring_${stamp}`, aside: `${live}_before_${stamp}` };
    await requireOwnTables(client, schemas);
    await client.query(`create schema ${escapeIdentifier(schemas.draft)}`);
    return targetOf(client, options, schemas, wasUnused);
  } catch (fault) {
    await client.end();
    throw fault;
  }
}

function targetOf(
  client: Client,
  { databaseUrl, dataDir, now }: Options,
  schemas: Schemas,
  wasUnused: boolean,
): RestoreTarget {
  let endsAgain = false;
  return {
    open: (migrationsFolder) =>
      openDatabase({
        dataDir,
        databaseUrl: inSchemas(databaseUrl, [schemas.draft, schemas.live]),
        migrationsFolder,
        migrationsSchema: notesOf(schemas.draft),
        now,
      }),
    endAgain: async () => {},
    get endsAgain() {
      return endsAgain;
    },
    putInPlace: async () => {
      const isEnded = await exchange(client, schemas);
      endsAgain = isEnded && !wasUnused;
      if (!wasUnused) return `schema ${schemas.aside}`;
      await dropSchemas(client, schemas.aside);
      return null;
    },
    release: async () => {
      await dropSchemas(client, schemas.draft).catch(() => {});
      await client.end();
    },
  };
}

/** Where the migrations of a schema that is not in use are noted. */
function notesOf(schema: string): string {
  return `${schema}_drizzle`;
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    return client;
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message || String(fault) : String(fault);
    throw new DatabaseRefused(
      `The PostgreSQL server of DATABASE_URL does not answer (${reason}); check address, user and password.`,
    );
  }
}

async function currentSchema(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema: string }>('select current_schema() as schema');
  return rows[0]?.schema ?? 'public';
}

/** The whole schema changes its name, so nothing else may live in it. @throws BackupRefused naming what does */
async function requireOwnTables(client: Client, { live }: Schemas): Promise<void> {
  const own = [...BACKUP_TABLES.map(({ name }) => name), ...LEFT_OUT_TABLES];
  const { rows } = await client.query<{ name: string }>(
    `select c.relname::text as name from pg_class c
      where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relname = any($2)
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') limit 1`,
    [escapeIdentifier(live), own],
  );
  const foreign = rows[0]?.name;
  if (foreign === undefined) return;
  throw new BackupRefused(
    `The schema "${live}" of DATABASE_URL also holds "${foreign}", which is not Havenwacht's: restore into a database of its own.`,
  );
}

/** The address with a search path: what is made goes into the first schema; extensions are found in the second. */
function inSchemas(databaseUrl: string, schemas: string[]): string {
  const address = new URL(databaseUrl);
  const given = address.searchParams.get('options');
  const path = `-c search_path=${schemas.join(',')}`;
  address.searchParams.set('options', given ? `${given} ${path}` : path);
  return address.href;
}

/**
 * All of it in one transaction that no writer is in the middle of.
 * @returns false if what had ended could not be read
 */
async function exchange(client: Client, schemas: Schemas): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query('begin');
      const isEnded = await exchangeInTransaction(client, schemas);
      await client.query('commit');
      return isEnded;
    } catch (fault) {
      await client.query('rollback').catch(() => {});
      const code = (fault as { code?: string }).code ?? '';
      if (!TRY_AGAIN.has(code) || attempt === EXCHANGE_ATTEMPTS) throw fault;
    }
  }
}

async function exchangeInTransaction(client: Client, schemas: Schemas): Promise<boolean> {
  const { live, draft, aside } = schemas;
  const quoted = {
    live: escapeIdentifier(live),
    draft: escapeIdentifier(draft),
    aside: escapeIdentifier(aside),
  };
  await client.query(`set local lock_timeout = '${LOCK_WAIT}'`);
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' order by 1`,
    [quoted.live],
  );
  for (const { name } of tables) {
    const table = `${quoted.live}.${escapeIdentifier(name)}`;
    await client.query(`lock table ${table} in access exclusive mode`);
  }
  const ended = await readEndedIn(client, quoted.live);
  if (ended) await endAgain(client, ended, `${quoted.draft}.`);
  const { rows: extensions } = await client.query<{ name: string }>(
    'select extname::text as name from pg_extension where extnamespace = $1::regnamespace',
    [quoted.live],
  );
  await client.query(`alter schema ${quoted.live} rename to ${quoted.aside}`);
  await client.query(`alter schema ${quoted.draft} rename to ${quoted.live}`);
  await client.query(`grant usage on schema ${quoted.live} to public`);
  for (const { name } of extensions) {
    await client.query(`alter extension ${escapeIdentifier(name)} set schema ${quoted.live}`);
  }
  const notes = escapeIdentifier(notesOf(draft));
  const { rows: noted } = await client.query<{ name: string | null }>(
    "select to_regnamespace('drizzle')::text as name",
  );
  if (noted[0]?.name) {
    await client.query(`alter schema drizzle rename to ${escapeIdentifier(notesOf(aside))}`);
  }
  await client.query(`alter schema ${notes} rename to drizzle`);
  await client.query("select pg_notify('havenwacht_log', '')");
  return ended !== null;
}

/** Null where it cannot be read: the database may be restored for that very reason. The transaction goes on. */
async function readEndedIn(client: Client, schema: string): Promise<EndedRows | null> {
  await client.query('savepoint before_reading');
  try {
    return await readEnded(client, `${schema}.`);
  } catch {
    await client.query('rollback to savepoint before_reading');
    return null;
  }
}

async function dropSchemas(client: Client, schema: string): Promise<void> {
  for (const name of [schema, notesOf(schema)]) {
    await client.query(`drop schema if exists ${escapeIdentifier(name)} cascade`);
  }
}
