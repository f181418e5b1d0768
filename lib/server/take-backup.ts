import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBackupFile } from '@/db/backup/backup-file';
import { streamBackup } from '@/db/backup/write-backup';
import { backupName, backupsToDrop } from './backup-rotation';
import { type Services, VERSION } from './services';

type Needs = Pick<Services, 'database' | 'settings' | 'build' | 'now' | 'log'>;

/**
 * Writes one automatic backup into `BACKUP_DIR` and drops those that are too old. Nothing is dropped unless the new one
 * is whole and on disk.
 */
export async function takeBackup({ database, settings, build, now, log }: Needs): Promise<string> {
  const startedMs = performance.now();
  const createdAt = now();
  await mkdir(settings.BACKUP_DIR, { recursive: true, mode: 0o700 });
  const path = join(settings.BACKUP_DIR, backupName(createdAt));
  const stream = streamBackup(database, { createdAt, version: VERSION, build });
  const { end } = await writeBackupFile(stream, path);
  const keep = { days: settings.BACKUP_KEEP_DAYS, weeks: settings.BACKUP_KEEP_WEEKS };
  const old = backupsToDrop(await readdir(settings.BACKUP_DIR), keep);
  for (const name of old) await rm(join(settings.BACKUP_DIR, name), { force: true });
  const tookMs = Math.round(performance.now() - startedMs);
  log.info({ path, seq: end.head.seq, rows: end.rows, tookMs, dropped: old.length }, 'backed up');
  return path;
}
