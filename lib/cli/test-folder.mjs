// Plain JavaScript, as all that runs before anything is installed: where the tests' databases lie.
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** Several times what the tests' databases come to at once. */
const ROOM_BYTES = 3 * 1024 ** 3;
/** Of the machine's memory or the container's limit, which such a folder counts against. */
const FREE_BYTES = 6 * 1024 ** 3;
const ANYBODY = 0o1777;

/**
 * A folder in memory, which goes away with this process, or undefined where there is no room for one or whoever began
 * the tests names a folder. Each of a hundred databases is a thousand files, most of them looked at by nobody: on a disk, making them
 * costs more of the processor than what is tested. Tests of losses of power bring a disk of their own.
 */
export function folderInMemory() {
  if (process.env.TMPDIR || !existsSync(MEMORY)) return undefined;
  const { bavail, bsize } = statfsSync(MEMORY);
  const limit = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  if (bavail * bsize < ROOM_BYTES || Math.min(freemem(), limit) < FREE_BYTES) return undefined;
  const folder = mkdtempSync(join(MEMORY, 'havenwacht-tests-'));
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, ANYBODY);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
  return folder;
}
