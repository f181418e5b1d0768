import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** Set by the `postgres` project of `vitest.config.ts`: the address of the throw-away server. */
const serverUrl = process.env.TEST_POSTGRES_URL;

/** The engine that this run of the tests is for. */
export const testEngine: 'embedded' | 'server' =
  process.env.TEST_ENGINE === 'server' ? 'server' : 'embedded';

/**
 * The database that belongs to a data folder, made if it is not there: the same folder finds the same one again, and two
 * folders never share one. Null on the embedded engine, whose database lies in the folder.
 */
export async function databaseUrlFor(dataDir: string): Promise<string | null> {
  if (testEngine === 'embedded') return null;
  const name = nameFor(dataDir);
  await onServer(async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${name}`);
  });
  return urlOf(name);
}

/** Drops a folder's database, whoever is still connected to it. */
export async function dropDatabaseOf(dataDir: string): Promise<void> {
  if (testEngine === 'embedded') return;
  await onServer((client) =>
    client.query(`drop database if exists ${nameFor(dataDir)} with (force)`),
  );
}

function nameFor(dataDir: string): string {
  return `hw_${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
}

function urlOf(database: string): string {
  if (!serverUrl) throw new Error('TEST_POSTGRES_URL is not set: run the tests by "npx vitest"');
  return Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
}

async function onServer(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Asks a folder's database, beside any application. */
export async function queryDatabaseOf(
  dataDir: string,
  text: string,
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: urlOf(nameFor(dataDir)) });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
