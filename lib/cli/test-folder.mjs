// Plain JavaScript, as all that runs before anything is installed: where the tests' databases lie.
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { endRunning } from './project.mjs';

const MEMORY = '/dev/shm';
const NAME = /^havenwacht-tests-(\d+)$/;
/** Several times what the tests' databases, and a browser's profile and shared memory, come to at once. */
const ROOM_BYTES = 3 * 1024 ** 3;
/** Of the memory that is left to this process, which such a folder counts against. */
const FREE_BYTES = 6 * 1024 ** 3;
const ANYBODY = 0o1777;

/**
 * A folder in memory, which goes away with this process, or undefined where there is no room for one or whoever began
 * the tests names a folder. Each of a hundred databases is a thousand files, most of them looked at by nobody: on a disk, making them
 * costs more of the processor than what is tested. Tests of losses of power bring a disk of their own.
 */
export function folderInMemory() {
  if (process.env.TMPDIR || !existsSync(MEMORY)) return undefined;
  const folder = join(MEMORY, `havenwacht-tests-${process.pid}`);
  try {
    for (const name of readdirSync(MEMORY).filter(isLeftBehind)) remove(join(MEMORY, name));
    const { bavail, bsize } = statfsSync(MEMORY);
    const left = process.availableMemory?.() ?? freemem();
    if (bavail * bsize < ROOM_BYTES || left < FREE_BYTES) return undefined;
    mkdirSync(folder);
    // PostgreSQL runs as a user of its own.
    chmodSync(folder, ANYBODY);
  } catch {
    return undefined;
  }
  process.on('exit', () => remove(folder));
  // What runs in it ends first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => endRunning(signal));
  }
  return folder;
}

/** Whether a folder is that of tests whose process is gone, killed before it could remove it. */
function isLeftBehind(name) {
  const pid = Number(NAME.exec(name)?.[1]);
  return pid > 0 && !existsSync(`/proc/${pid}`);
}

function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // The next run removes what is left of it.
  }
}
