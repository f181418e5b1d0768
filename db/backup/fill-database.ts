import type { ClientBase } from 'pg';
import { addDigest, digestToHex, hashFigure, hashWords, ZERO_DIGEST } from '@/lib/protocol/digest';
import type { Database } from '../database';
import { forgetSearch } from '../fill-search';
import { readFigures, readState } from '../read-log';
import { readBackupFile, type WholeBackup } from './backup-file';
import { type BackupHeader, BackupRefused, type BackupSection } from './backup-format';
import { BACKUP_TABLES, type BackupTable } from './backup-tables';

/** Rows of one insert; the embedded engine holds each as text, as JSON and as a row for a moment. */
const INSERT_ROWS = 500;

type Pool = Database['pool'];

/** Puts a backup's rows into a database that was just made, which nobody else uses yet. */
export async function fillDatabase(
  pool: Pool,
  path: string,
  progress: (rows: number, header: BackupHeader) => void,
): Promise<void> {
  const names = [...BACKUP_TABLES.map(({ name }) => name), 'log_head'];
  await pool.query(`truncate ${names.join(', ')}`);
  let waiting: string[] = [];
  let section: BackupSection | null = null;
  const flush = async () => {
    if (section && waiting.length > 0) await insertRows(pool, section, waiting);
    waiting = [];
  };
  await readBackupFile(path, {
    progress,
    rows: async (lines, of) => {
      if (of !== section) await flush();
      section = of;
      for (const line of lines) {
        waiting.push(line);
        if (waiting.length >= INSERT_ROWS) await flush();
      }
    },
  });
  await flush();
  // A record that was erased while the backup was read may stand in its first part.
  await pool.query('delete from incidents where id in (select id from erasures)');
  await forgetSearch(pool);
}

async function insertRows(pool: Pool, section: BackupSection, lines: string[]): Promise<void> {
  const table = knownTable(section);
  const names = section.columns.map((column) => `"${column}"`);
  const rest = names.filter((name) => !table.key.includes(name.slice(1, -1)));
  const replacing = rest.length
    ? `do update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}`
    : 'do nothing';
  const conflict = section.isChanged ? `on conflict (${table.key.join(', ')}) ${replacing}` : '';
  await pool.query(
    `insert into ${table.name} (${names.join(', ')})
      select ${names.join(', ')} from json_populate_recordset(null::${table.name}, $1::json) ${conflict}`,
    [`[${lines.join(',')}]`],
  );
}

function knownTable({ table }: BackupSection): BackupTable {
  const known = BACKUP_TABLES.find(({ name }) => name === table);
  if (known) return known;
  throw new BackupRefused(
    `The backup holds a table "${table}" that this version does not know: restore it with the version that made it.`,
  );
}

/**
 * Begins a new epoch where the backup ended, whose parent is the one that was backed up. Readers of any other past are
 * told to load again.
 */
export async function beginRestoredEpoch(
  pool: Pool,
  { end }: WholeBackup,
  { epoch, now }: { epoch: string; now: Date },
): Promise<void> {
  const { head } = end;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      'insert into epochs (epoch, parent, fork_seq, created_at) values ($1, $2, $3, $4)',
      [epoch, head.epoch, head.seq, now],
    );
    await client.query(
      'insert into log_head (epoch, seq, digest, committed_at) values ($1, $2, $3, $4)',
      [epoch, head.seq, head.digest, head.committedAt],
    );
    for (const table of BACKUP_TABLES) await raiseIdentity(client, table);
    await beginCommandIds(client, now);
    await client.query('commit');
  } catch (fault) {
    await client.query('rollback').catch(() => {});
    throw fault;
  } finally {
    client.release();
  }
}

async function raiseIdentity(client: ClientBase, { name, identity }: BackupTable): Promise<void> {
  if (!identity) return;
  await client.query(
    `select setval(pg_get_serial_sequence('${name}', '${identity}'), coalesce(max(${identity}), 0) + 1, false)
      from ${name}`,
  );
}

const COMMAND_IDS_SINCE_MS = Date.UTC(2026, 0, 1);

/**
 * Commands to screens are not in a backup, and screens still say what became of those before it: theirs are other ids. Nobody gives more
 * than one a second for long, so that the seconds since a day before all commands are such.
 */
async function beginCommandIds(client: ClientBase, now: Date): Promise<void> {
  const seconds = Math.max(1, Math.floor((now.getTime() - COMMAND_IDS_SINCE_MS) / 1_000));
  await client.query(
    "select setval(pg_get_serial_sequence('screen_commands', 'id'), $1::bigint, false)",
    [seconds],
  );
}

/**
 * Adds up the digest of what was restored from its columns, as a reader does.
 * @throws BackupRefused if it is not the one that the backup's end names
 */
export async function proveRestored(database: Database, { end }: WholeBackup): Promise<void> {
  let sum = ZERO_DIGEST;
  for await (const { rows } of readState(database)) {
    for (const row of rows) sum = addDigest(sum, hashWords(row));
  }
  for (const { figure, fromSeq } of await readFigures(database)) {
    if (figure) sum = addDigest(sum, hashFigure(figure, fromSeq));
  }
  const found = digestToHex(sum);
  if (found !== end.head.digest) {
    throw new BackupRefused(
      `What was restored has the digest ${found} and the backup says ${end.head.digest}: the backup is faulty, take another; the database is as it was.`,
    );
  }
}
