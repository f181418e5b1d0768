import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Database } from '../database';
import {
  BACKUP_FORMAT,
  type BackupControl,
  type BackupEnd,
  type BackupHeader,
  type BackupSection,
} from './backup-format';
import { BACKUP_TABLES, type BackupTable } from './backup-tables';

/** Of large tables; a page of the embedded engine delays everybody else's query by some 10 ms. */
const PAGE_ROWS = 400;
/** Nobody waits for a server's connection, so its pages may be larger. */
const SERVER_PAGE_ROWS = 2_000;
const TRANSACTION_NUMBERS = 2 ** 32;

export interface BackupFacts {
  createdAt: Date;
  version: string;
  build: string;
  pageRows?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: each query names its row's type.
type Query = <Row extends Record<string, any>>(
  text: string,
  values?: unknown[],
) => Promise<{ rows: Row[] }>;

/** Which rows a reading takes: those that changed since a transaction number, or those that did not. */
type Since = { kind: 'all' } | { kind: 'changed' | 'unchanged'; transaction: number };

/** What is read: piece by piece, with how many rows are in it. */
interface Piece {
  text: string;
  rows: number;
}

/**
 * The backup of an open database as a stream of gzip'd bytes; it fails where a query fails, and ends the reading where
 * the taker goes away. Nobody is kept from writing meanwhile.
 */
export function streamBackup(database: Database, facts: BackupFacts): Readable {
  const text = Readable.from(sealed(backupPieces(database, facts)));
  // The gzip stream carries the fault of the text to whoever reads it.
  return pipeline(text, createGzip({ level: 5 }), () => {}) as unknown as Readable;
}

async function* sealed(
  pieces: AsyncGenerator<Piece, BackupEnd['head']>,
): AsyncGenerator<string, void> {
  const hash = createHash('sha256');
  let rows = 0;
  for (;;) {
    const next = await pieces.next();
    if (next.done) {
      const sha256 = hash.digest('hex');
      yield controlLine(['end', { head: next.value, rows, sha256 }]);
      return;
    }
    rows += next.value.rows;
    hash.update(next.value.text);
    yield next.value.text;
  }
}

function controlLine(control: BackupControl): string {
  return `${JSON.stringify(control)}\n`;
}

interface Page {
  lines: string | null;
  count: number;
  /** The key of its last row. */
  last: unknown[] | null;
}

/** One reading of a server is one snapshot; the embedded engine has one connection, which is not kept. */
async function* backupPieces(
  database: Database,
  facts: BackupFacts,
): AsyncGenerator<Piece, BackupEnd['head']> {
  const read = database.engine === 'server' ? readSnapshot : readBetweenWrites;
  return yield* read(database, facts);
}

async function* readSnapshot(
  database: Database,
  facts: BackupFacts,
): AsyncGenerator<Piece, BackupEnd['head']> {
  const client = await database.pool.connect();
  const query: Query = (text, values) => client.query(text, values);
  try {
    await query('begin isolation level repeatable read read only');
    yield await headerPiece(query, database, facts);
    for (const table of BACKUP_TABLES) {
      const pageRows = facts.pageRows ?? SERVER_PAGE_ROWS;
      yield* readTable(query, table, { kind: 'all' }, pageRows);
    }
    return await readHead(query);
  } finally {
    await query('rollback').catch(() => {});
    client.release();
  }
}

/**
 * Large tables are read page by page while others write, without the rows that changed since the reading began. One
 * last transaction reads those, and the small tables and the head: a row that is in the first part and has changed since
 * comes again in the second, and the second holds. So the whole is the state at that last transaction.
 */
async function* readBetweenWrites(
  database: Database,
  facts: BackupFacts,
): AsyncGenerator<Piece, BackupEnd['head']> {
  const query: Query = (text, values) => database.pool.query(text, values);
  const pageRows = facts.pageRows ?? PAGE_ROWS;
  const transaction = await oldestOpenTransaction(query);
  yield await headerPiece(query, database, facts);
  for (const table of BACKUP_TABLES.filter(({ isLarge }) => isLarge)) {
    yield* readTable(query, table, { kind: 'unchanged', transaction }, pageRows);
  }
  return yield* readRest(database, transaction, pageRows);
}

async function* readRest(
  database: Database,
  transaction: number,
  pageRows: number,
): AsyncGenerator<Piece, BackupEnd['head']> {
  const pieces: Piece[] = [];
  const client = await database.pool.connect();
  const query: Query = (text, values) => client.query(text, values);
  let head: BackupEnd['head'];
  try {
    await query('begin isolation level repeatable read read only');
    for (const table of BACKUP_TABLES) {
      const since: Since = table.isLarge ? { kind: 'changed', transaction } : { kind: 'all' };
      for await (const piece of readTable(query, table, since, pageRows)) pieces.push(piece);
    }
    head = await readHead(query);
  } finally {
    // The pieces are kept, so that a slow taker does not keep the one connection.
    await query('rollback').catch(() => {});
    client.release();
  }
  yield* pieces;
  return head;
}

/** Every later change carries this transaction number or a higher one. */
async function oldestOpenTransaction(query: Query): Promise<number> {
  const { rows } = await query<{ xmin: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
  );
  return Number(BigInt(rows[0]?.xmin ?? 0) % BigInt(TRANSACTION_NUMBERS));
}

async function headerPiece(query: Query, database: Database, facts: BackupFacts): Promise<Piece> {
  const { epoch, seq, digest } = await readHead(query);
  const migrations = await query<BackupHeader['migrations']>(
    `select count(*)::int as count, (array_agg(hash order by created_at desc))[1] as "lastHash"
      from drizzle.__drizzle_migrations`,
  );
  const sizes = await query<{ rows: number }>(
    `select ((select coalesce(max(rid), 0) from incidents) + (select coalesce(max(id), 0) from audit)
      + 2 * (select seq from log_head))::float8 as rows`,
  );
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    createdAt: facts.createdAt.toISOString(),
    version: facts.version,
    build: facts.build,
    engine: database.engine,
    migrations: migrations.rows[0] ?? { count: 0, lastHash: '' },
    startedAt: { epoch, seq, digest },
    expectedRows: Number(sizes.rows[0]?.rows ?? 0),
  };
  return { text: controlLine(['havenwacht backup', header]), rows: 0 };
}

async function readHead(query: Query): Promise<BackupEnd['head']> {
  const { rows } = await query<{ epoch: string; seq: string; digest: string; at: Date }>(
    'select epoch, seq, digest, committed_at as at from log_head',
  );
  const head = rows[0];
  if (!head) throw new Error('the log has no head: the database was not opened by openDatabase');
  const { epoch, digest, at } = head;
  return { epoch, seq: Number(head.seq), digest, committedAt: new Date(at).toISOString() };
}

async function* readTable(
  query: Query,
  table: BackupTable,
  since: Since,
  pageRows: number,
): AsyncGenerator<Piece, void> {
  const columns = await storedColumns(query, table.name);
  const isChanged = since.kind === 'changed';
  const section: BackupSection = { table: table.name, columns, isChanged };
  yield { text: controlLine(['section', section]), rows: 0 };
  let last: unknown[] | null = null;
  for (;;) {
    const sql = pageQuery(table, columns, since, pageRows, last !== null);
    const { rows }: { rows: Page[] } = await query<Page>(sql, last ?? []);
    const page: Page | undefined = rows[0];
    if (page?.lines) yield { text: `${page.lines}\n`, rows: page.count };
    if (!page?.last || page.count < pageRows) return;
    last = page.last;
  }
}

/** Columns that hold something; a generated one is computed again where it is restored. */
async function storedColumns(query: Query, table: string): Promise<string[]> {
  const { rows } = await query<{ name: string }>(
    `select column_name::text as name from information_schema.columns
      where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'
      order by ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** The database writes the lines itself: the server's own thread never takes a record apart. */
function pageQuery(
  { name, key }: BackupTable,
  columns: readonly string[],
  since: Since,
  pageRows: number,
  isLater: boolean,
): string {
  const keys = key.join(', ');
  const conditions = [
    isLater ? `(${keys}) > (${key.map((_, index) => `$${index + 1}`).join(', ')})` : null,
    since.kind === 'changed' ? `xmin::text::bigint >= ${since.transaction}` : null,
    since.kind === 'unchanged' ? `xmin::text::bigint < ${since.transaction}` : null,
  ].filter((condition) => condition !== null);
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const names = columns.map((column) => `"${column}"`).join(', ');
  return `with page as materialized (select ${names} from ${name} ${where} order by ${keys} limit ${pageRows})
    select string_agg(row_to_json(page)::text, E'\\n' order by ${keys}) as lines, count(*)::int as count,
      (array_agg(json_build_array(${keys}) order by ${key.map((part) => `${part} desc`).join(', ')}))[1] as last
    from page`;
}
