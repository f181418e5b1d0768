import { Client } from 'pg';

/** Runs one statement beside any application, in a session of its own. */
export async function queryServer<T>(databaseUrl: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

/**
 * No session of the database `postgres` can notify any more: they find a function of NOTIFY's name before PostgreSQL's
 * own, and it does nothing. Sessions that are open are ended, since they have found the other one.
 */
export async function dropNotify(databaseUrl: string): Promise<void> {
  const text = `create function public.pg_notify(text, text) returns void language sql as 'select'`;
  await queryServer(databaseUrl, text);
  await queryServer(databaseUrl, 'alter database postgres set search_path = public, pg_catalog');
  await queryServer(
    databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'postgres'`,
  );
}

/** For sessions that begin from now on. */
export async function restoreNotify(databaseUrl: string): Promise<void> {
  await queryServer(databaseUrl, 'drop function public.pg_notify(text, text)');
  await queryServer(databaseUrl, 'alter database postgres reset search_path');
}
