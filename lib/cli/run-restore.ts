import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { BackupRefused } from '@/db/backup/backup-format';
import { restoreBackup } from '@/db/backup/restore-backup';
import { DatabaseRefused } from '@/db/embedded/database-refused';
import { readSettings, SettingError } from '@/lib/server/settings';
import { parseFlags, UsageError } from './command-line';
import { createRowProgress } from './row-progress';
import type { ToolWorld } from './tool-world';

const USAGE = `Use: npm run restore -- FILE
  FILE        a backup, from either engine
  --replace   if a database is in use: put it aside under a name that is printed
  Stop the server first, unless DATABASE_URL names a PostgreSQL server: there all processes go over to the restored
  database by themselves. Every open screen loads again.`;

const OPTIONS = {
  replace: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs `npm run restore`. @returns the exit code: 0, or 2 if the database is as it was */
export async function runRestore(argv: readonly string[], world: ToolWorld): Promise<0 | 2> {
  try {
    const { file, replaces } = parseRestoreArguments(argv);
    await restore(resolve(world.workingFolder, file), replaces, world);
    return 0;
  } catch (error) {
    const known = [UsageError, BackupRefused, DatabaseRefused, SettingError];
    if (!known.some((kind) => error instanceof kind)) throw error;
    world.error(`${(error as Error).message}\n`);
    return 2;
  }
}

function parseRestoreArguments(argv: readonly string[]): { file: string; replaces: boolean } {
  const { values, positionals } = parseFlags(argv, OPTIONS, USAGE);
  const [file, another] = positionals;
  if (values.help || file === undefined) {
    throw new UsageError(`Name the backup to restore.\n${USAGE}`);
  }
  if (another !== undefined) throw new UsageError(`One file at a time.\n${USAGE}`);
  return { file, replaces: values.replace ?? false };
}

async function restore(path: string, replaces: boolean, world: ToolWorld): Promise<void> {
  const settings = readSettings(world.environment, 'real', world.projectRoot);
  const startedMs = performance.now();
  const progress = createRowProgress(world);
  mkdirSync(settings.DATA_DIR, { recursive: true });
  const { epoch, whole, keptAside, endsAgain } = await restoreBackup({
    path,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL ?? null,
    replaces,
    now: world.now(),
    progress: (step, rows, { expectedRows }) =>
      progress.show(step === 'check' ? 'checked' : 'restored', rows, expectedRows),
  });
  progress.end();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const { seq, digest } = whole.end.head;
  world.out(
    `Restored ${whole.end.rows} rows of ${whole.header.createdAt}: seq ${seq}, digest ${digest}, new epoch ${epoch} (${seconds} s).\n`,
  );
  world.out(
    endsAgain
      ? 'Read tokens, screens and short links that had been ended stay so, and rows of files whose records were erased add nothing. Records of the backup that were erased after it are back: erase them again.\n'
      : 'What was ended after the backup is as it was then: revoke and erase again.\n',
  );
  if (keptAside) {
    world.out(`The database before is kept as ${keptAside}: delete it once you are sure.\n`);
  }
}
