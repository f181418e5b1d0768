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

/**
 * A database for a data folder that begins as a copy of a template, on the throw-away server. Whoever needs the template
 * first makes it by `fill`, and all others wait for it.
 */
export async function copyOfDatabase(
  template: string,
  dataDir: string,
  fill: (databaseUrl: string) => Promise<void>,
): Promise<string> {
  const source = `template_${template}`;
  const name = nameFor(dataDir);
  await onServer(async (client) => {
    // Held until this connection ends, so that a filling that fails leaves its draft to be dropped by the next.
    await client.query('select pg_advisory_lock(7001)');
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      source,
    ]);
    if (!rowCount) {
      await client.query(`drop database if exists ${source}_draft with (force)`);
      await client.query(`create database ${source}_draft`);
      await fill(urlOf(`${source}_draft`));
      await client.query(`alter database ${source}_draft rename to ${source}`);
    }
    await client.query('select pg_advisory_unlock(7001)');
    await client.query(`create database ${name} template ${source}`);
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
