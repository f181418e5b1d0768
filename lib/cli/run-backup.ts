import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { readBackupFile, writeBackupFile } from '@/db/backup/backup-file';
import { BackupRefused } from '@/db/backup/backup-format';
import { streamBackup } from '@/db/backup/write-backup';
import { databaseFolder } from '@/db/embedded/database-folder';
import { DatabaseRefused } from '@/db/embedded/database-refused';
import { openDatabase } from '@/db/open-database';
import { backupName } from '@/lib/server/backup-rotation';
import { hostInAddress } from '@/lib/server/host-in-address';
import { VERSION } from '@/lib/server/services';
import { readSettings, SettingError, type Settings } from '@/lib/server/settings';
import { parseFlags, UsageError, webAddress } from './command-line';
import { createRowProgress } from './row-progress';
import type { ToolWorld } from './tool-world';

const USAGE = `Use: npm run backup [-- FILE]
  FILE               where to (else a new file in BACKUP_DIR, where old ones are dropped in time)
  --check FILE       read a backup to its end and say what it holds
  --server ADDRESS   the running server (else PUBLIC_URL, else http://HOST:PORT)
  The server may run. DATA_DIR and DATABASE_URL name the database, as for the server.`;

const OPTIONS = {
  check: { type: 'string' },
  server: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs `npm run backup`. @returns the exit code: 0, or 2 if no backup was made */
export async function runBackup(argv: readonly string[], world: ToolWorld): Promise<0 | 2> {
  try {
    const { values, positionals } = parseFlags(argv, OPTIONS, USAGE);
    if (positionals.length > 1) throw new UsageError(`One file at a time.\n${USAGE}`);
    if (values.help) world.out(`${USAGE}\n`);
    else if (values.check !== undefined) await check(values.check, world);
    else await backUp(positionals[0] ?? null, values.server ?? null, world);
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    world.error(`${error.message}\n`);
    return 2;
  }
}

function isExpected(error: unknown): error is Error {
  const known = [UsageError, BackupRefused, DatabaseRefused, SettingError];
  return known.some((kind) => error instanceof kind);
}

async function check(file: string, world: ToolWorld): Promise<void> {
  const path = resolve(world.workingFolder, file);
  const progress = createRowProgress(world);
  const { header, end } = await readBackupFile(path, {
    progress: (rows, { expectedRows }) => progress.show('checked', rows, expectedRows),
  });
  progress.end();
  world.out(
    `${path} is whole: ${end.rows} rows, taken ${header.createdAt} at seq ${end.head.seq} of epoch ${end.head.epoch}, digest ${end.head.digest}, from version ${header.version}.\n`,
  );
}

async function backUp(file: string | null, server: string | null, world: ToolWorld): Promise<void> {
  const settings = readSettings(world.environment, 'real', world.projectRoot);
  const startedMs = performance.now();
  const createdAt = world.now();
  const path =
    file === null
      ? join(settings.BACKUP_DIR, backupName(createdAt))
      : resolve(world.workingFolder, file);
  const source = await openSource(settings, server, createdAt, world);
  const progress = createRowProgress(world);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const { end } = await writeBackupFile(source.stream, path, {
      received: (bytes) => progress.showBytes('backed up', bytes),
      progress: (rows, { expectedRows }) => progress.show('checked', rows, expectedRows),
    });
    progress.end();
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    world.out(
      `${path} holds ${end.rows} rows, as of seq ${end.head.seq} (${seconds} s). It has private records in it: keep it as safe as the database.\n`,
    );
  } catch (fault) {
    throw explain(fault, path);
  } finally {
    await source.close();
  }
}

function explain(fault: unknown, path: string): unknown {
  if (fault instanceof BackupRefused) {
    return new BackupRefused(`The backup broke off and ${path} is as it was: try again.`);
  }
  const code = (fault as NodeJS.ErrnoException).code;
  if (!code) return fault;
  return new BackupRefused(`The backup could not be written and ${path} is as it was (${code}).`);
}

interface BackupSource {
  stream: Readable;
  close: () => Promise<void>;
}

/** A server of its own is asked by everybody; an embedded database is asked by whoever has it open. */
async function openSource(
  settings: Settings,
  server: string | null,
  createdAt: Date,
  world: ToolWorld,
): Promise<BackupSource> {
  if (server !== null) return askServer(settings, webAddress('--server', server), world);
  const databaseUrl = settings.DATABASE_URL ?? null;
  if (databaseUrl === null && !existsSync(databaseFolder(settings.DATA_DIR).complete)) {
    throw new UsageError(
      `There is no database in ${settings.DATA_DIR}: name its folder with DATA_DIR.`,
    );
  }
  try {
    const database = await openDatabase({ dataDir: settings.DATA_DIR, databaseUrl });
    const facts = { createdAt, version: VERSION, build: 'npm run backup' };
    return { stream: streamBackup(database, facts), close: () => database.close() };
  } catch (error) {
    const isOpenElsewhere =
      error instanceof DatabaseRefused && error.message.includes('is open in another process');
    if (!isOpenElsewhere) throw error;
    const own = `http://${hostInAddress(settings.HOST, '127.0.0.1')}:${settings.PORT}`;
    return askServer(settings, settings.PUBLIC_URL ?? own, world);
  }
}

async function askServer(
  settings: Settings,
  address: string,
  world: ToolWorld,
): Promise<BackupSource> {
  const tokenPath = join(settings.DATA_DIR, 'admin-token');
  const token = (await readFile(tokenPath, 'utf8').catch(() => '')).trim();
  const answer = await world
    .fetch(`${address}/api/v1/admin/backup`, { headers: { authorization: `Bearer ${token}` } })
    .catch(() => null);
  if (answer?.status === 200 && answer.body) {
    const stream = Readable.fromWeb(answer.body as ReadableStream);
    return { stream, close: async () => {} };
  }
  if (answer === null) {
    throw new UsageError(
      `The database is open in a server, but none answers at ${address}: name it with PORT, PUBLIC_URL or --server.`,
    );
  }
  await answer.body?.cancel();
  throw new UsageError(
    answer.status === 401
      ? `The server at ${address} does not accept the token in ${tokenPath}: set DATA_DIR to its folder.`
      : `The server at ${address} answers ${answer.status}: is it Havenwacht, and of this version?`,
  );
}
