import type { ClientBase, Pool } from 'pg';

type Queryable = Pick<ClientBase, 'query'> | Pick<Pool, 'query'>;

/** Rows as JSON, by table; a table that was not there is left out. */
export type EndedRows = ReadonlyMap<string, string>;

/** What may have ended since a backup was made, and how a restored row `r` takes the end over from `e`, the row of the database before. */
const TABLES: readonly { name: string; key: string; takeOver: string }[] = [
  { name: 'read_tokens', key: 'id', takeOver: 'revoked_at = coalesce(r.revoked_at, e.revoked_at)' },
  { name: 'links', key: 'code', takeOver: 'revoked_at = coalesce(r.revoked_at, e.revoked_at)' },
  {
    // The credentials too: one that was exchanged since is nobody's.
    name: 'screens',
    key: 'id',
    takeOver: `sha256 = e.sha256, used_at = e.used_at, renewed_at = e.renewed_at, next_sha256 = e.next_sha256,
      next_given_at = e.next_given_at, previous_sha256 = e.previous_sha256, previous_until = e.previous_until,
      old_shown_at = e.old_shown_at, revoked_at = coalesce(r.revoked_at, e.revoked_at),
      playlist_id = case when e.revoked_at is null then r.playlist_id end`,
  },
];

/** @param schema quoted, with a point behind it; nothing for that of the connection */
export async function readEnded(client: Queryable, schema = ''): Promise<EndedRows> {
  const found = new Map<string, string>();
  for (const { name } of TABLES) {
    const isThere = 'select to_regclass($1) is not null as "isThere"';
    const { rows: tables } = await client.query(isThere, [`${schema}${name}`]);
    if (!tables[0]?.isThere) continue;
    const { rows } = await client.query(
      `select coalesce(json_agg(t), '[]')::text as ended from ${schema}${name} t
        ${name === 'screens' ? '' : 'where revoked_at is not null'}`,
    );
    found.set(name, rows[0].ended);
  }
  return found;
}

/** Ends in a restored database what had ended in the one before; what only one of them has stays as it is. */
export async function endAgain(client: Queryable, ended: EndedRows, schema = ''): Promise<void> {
  for (const { name, key, takeOver } of TABLES) {
    const rows = ended.get(name);
    if (rows === undefined) continue;
    await client.query(
      `update ${schema}${name} r set ${takeOver}
        from json_populate_recordset(null::${schema}${name}, $1::json) e where e.${key} = r.${key}`,
      [rows],
    );
  }
}
