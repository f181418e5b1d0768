import { readBackupFile } from '@/db/backup/backup-file';
import { BACKUP_TABLES } from '@/db/backup/backup-tables';

/** What a backup says of every table: its rows by primary key, those that came last in force. */
export async function backupContent(path: string): Promise<Map<string, Map<string, unknown>>> {
  const content = new Map<string, Map<string, unknown>>();
  await readBackupFile(path, {
    rows: async (lines, { table }) => {
      const key = BACKUP_TABLES.find(({ name }) => name === table)?.key ?? [];
      const rows = content.get(table) ?? new Map<string, unknown>();
      content.set(table, rows);
      for (const line of lines) {
        const row = JSON.parse(line) as Record<string, unknown>;
        rows.set(JSON.stringify(key.map((column) => row[column])), row);
      }
    },
  });
  return content;
}
