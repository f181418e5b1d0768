import type { ClientBase, Pool } from 'pg';

type Queryable = Pick<ClientBase, 'query'> | Pick<Pool, 'query'>;

/** Rows as JSON, by table; a table that was not there is left out. */
export type EndedRows = ReadonlyMap<string, string>;

interface EndedTable {
  name: string;
  /** By which rows of the two databases are the same. */
  key: string;
  /** The column that says of a row that something has ended; without one every row is taken over. */
  endedBy?: string;
  /** How a restored row `r` takes the end over from `e`, the row of the database before. */
  takeOver?: string;
  /** What is written where the restored database has no such row, of columns that cannot be as they were in `e`. */
  asNew?: (schema: string) => Readonly<Record<string, string>>;
}

/**
 * What may have ended since a backup was made. A restored database gets also the rows that it lacks: otherwise the next
 * restore, of a backup in which they have not ended, would not know of their end.
 */
const TABLES: readonly EndedTable[] = [
  {
    name: 'read_tokens',
    key: 'id',
    endedBy: 'revoked_at',
    takeOver: 'revoked_at = coalesce(r.revoked_at, e.revoked_at)',
  },
  {
    name: 'links',
    key: 'code',
    endedBy: 'revoked_at',
    takeOver: 'revoked_at = coalesce(r.revoked_at, e.revoked_at)',
    // The same content may have been shared under another code; an ended link is found by its code alone.
    asNew: (schema) => ({
      sha256: `case when exists (select from ${schema}links o where o.sha256 = e.sha256)
        then 'ended ' || e.code else e.sha256 end`,
    }),
  },
  {
    // Every one, with its credentials: one that was exchanged since is nobody's.
    name: 'screens',
    key: 'id',
    takeOver: `sha256 = e.sha256, used_at = e.used_at, renewed_at = e.renewed_at, next_sha256 = e.next_sha256,
      next_given_at = e.next_given_at, previous_sha256 = e.previous_sha256, previous_until = e.previous_until,
      old_shown_at = e.old_shown_at, revoked_at = coalesce(r.revoked_at, e.revoked_at),
      playlist_id = case when e.revoked_at is null then r.playlist_id end`,
    asNew: (schema) => ({
      number: `case when exists (select from ${schema}screens o where o.number = e.number)
        then greatest((select max(o.number) from ${schema}screens o), max(e.number) over ())
          + row_number() over (order by e.number) else e.number end`,
      // The playlist may be one that only the database before has.
      playlist_id: 'null::uuid',
    }),
  },
  {
    // What keeps a file's row from coming back. The record itself may be back, and is not erased by this.
    name: 'erasures',
    key: 'import_key_hash',
    endedBy: 'import_key_hash',
    asNew: (schema) => ({
      id: `case when exists (select from ${schema}incidents o where o.id = e.id)
          or exists (select from ${schema}erasures o where o.id = e.id)
        then gen_random_uuid() else e.id end`,
      seq: 'null::bigint',
    }),
  },
];

/** @param schema quoted, with a point behind it; nothing for that of the connection */
export async function readEnded(client: Queryable, schema = ''): Promise<EndedRows> {
  const found = new Map<string, string>();
  for (const { name, endedBy } of TABLES) {
    const isThere = 'select to_regclass($1) is not null as "isThere"';
    const { rows: tables } = await client.query(isThere, [`${schema}${name}`]);
    if (!tables[0]?.isThere) continue;
    // As JSON, since the database may be of a version that had no such column yet.
    const { rows } = await client.query(
      `select coalesce(json_agg(t), '[]')::text as ended from ${schema}${name} t
        ${endedBy ? `where to_jsonb(t) ->> '${endedBy}' is not null` : ''}`,
    );
    found.set(name, rows[0].ended);
  }
  return found;
}

/**
 * Ends in a restored database what had ended in the one before, and notes the end of what it does not have. What lived in
 * the one before and is not in the backup is dropped, except screens.
 */
export async function endAgain(client: Queryable, ended: EndedRows, schema = ''): Promise<void> {
  for (const table of TABLES) {
    const rows = ended.get(table.name);
    if (rows === undefined) continue;
    const { name, key, takeOver } = table;
    if (takeOver) {
      await client.query(
        `update ${schema}${name} r set ${takeOver}
          from json_populate_recordset(null::${schema}${name}, $1::json) e where e.${key} = r.${key}`,
        [rows],
      );
    }
    await addLacking(client, table, rows, schema);
  }
}

async function addLacking(
  client: Queryable,
  { name, key, asNew }: EndedTable,
  rows: string,
  schema: string,
): Promise<void> {
  const columns = await commonColumns(client, `${schema}${name}`, rows);
  if (columns.length === 0) return;
  const written = asNew?.(schema) ?? {};
  await client.query(
    `insert into ${schema}${name} (${columns.join(', ')})
      select ${columns.map((column) => written[column] ?? `e.${column}`).join(', ')}
        from json_populate_recordset(null::${schema}${name}, $1::json) e
        where not exists (select from ${schema}${name} r where r.${key} = e.${key})
      on conflict do nothing`,
    [rows],
  );
}

/** The two may be of different versions: what is not named gets its default. */
async function commonColumns(client: Queryable, table: string, rows: string): Promise<string[]> {
  const [first] = JSON.parse(rows) as Record<string, unknown>[];
  if (!first) return [];
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname::text as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return columns.map(({ name }) => name).filter((name) => name in first);
}
