import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackupHeader, BackupRefused } from './backup-format';

interface Journal {
  entries: { tag: string }[];
}

const JOURNAL = 'meta/_journal.json';

function readJournal(folder: string): Journal {
  return JSON.parse(readFileSync(join(folder, JOURNAL), 'utf8')) as Journal;
}

/** @throws BackupRefused if this version cannot make the schema that the backup was taken from */
export function requireKnownSchema(
  { migrations, version }: BackupHeader,
  migrationsFolder: string,
): void {
  const { entries } = readJournal(migrationsFolder);
  const last = entries[migrations.count - 1];
  const text = last ? readFileSync(join(migrationsFolder, `${last.tag}.sql`)) : '';
  if (last && createHash('sha256').update(text).digest('hex') === migrations.lastHash) return;
  throw new BackupRefused(
    `The backup was made by version ${version} with ${migrations.count} migrations, and this version has ${entries.length}${last ? ', of which that one differs' : ''}: restore it with version ${version} or a later one.`,
  );
}

/**
 * A copy of the migrations that ends where a backup's schema did: its rows fit that schema, and the later migrations
 * then change them as they changed everybody's.
 */
export function migrationsUpTo(
  count: number,
  migrationsFolder: string,
): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-migrations-'));
  cpSync(migrationsFolder, folder, { recursive: true });
  const journal = readJournal(folder);
  const past = { ...journal, entries: journal.entries.slice(0, count) };
  writeFileSync(join(folder, JOURNAL), JSON.stringify(past));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
