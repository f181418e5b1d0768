import type { Pool } from 'pg';

/** Whether a database has no tables of ours yet, or nothing was ever recorded in them. */
export async function isUnused(pool: Pick<Pool, 'query'>): Promise<boolean> {
  const { rows: tables } = await pool.query<{ head: string | null }>(
    "select to_regclass('log_head')::text as head",
  );
  if (!tables[0]?.head) return true;
  const { rows } = await pool.query<{ used: boolean }>(
    'select exists (select from log_head where seq > 0) or exists (select from incidents) as used',
  );
  return rows[0]?.used === false;
}
