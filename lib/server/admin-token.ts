import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fsyncPath } from '@/db/embedded/fsync-tree';
import { StartError } from './start-error';

export interface AdminToken {
  path: string;
  isNew: boolean;
  /** Compares in constant time. */
  accepts: (authorization: string | null) => boolean;
}

/**
 * Reads `DATA_DIR/admin-token`, or writes one (mode 0600) at the first start.
 * @throws StartError where the file holds no token or cannot be read or written
 */
export function loadAdminToken(dataDir: string): AdminToken {
  const path = join(dataDir, 'admin-token');
  const { token, isNew } = readOrWrite(path);
  if (token.length < 32) {
    throw new StartError(
      `${path} holds no token: delete the file and start again to have a new one written.`,
    );
  }
  const expected = digestOf(token);
  return {
    path,
    isNew,
    accepts: (authorization) => {
      const given = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1];
      return given !== undefined && timingSafeEqual(digestOf(given), expected);
    },
  };
}

function readOrWrite(path: string): { token: string; isNew: boolean } {
  try {
    const isNew = !existsSync(path) && writeOnce(path, randomBytes(32).toString('base64url'));
    return { token: readFileSync(path, 'utf8').trim(), isNew };
  } catch (error) {
    throw new StartError(
      `${path} cannot be used (${(error as NodeJS.ErrnoException).code}): it must be a file that this user may read, or a folder that this user may write it into.`,
    );
  }
}

/**
 * Puts a whole file at a path, unless another process that starts at the same moment on this folder was first; then its
 * file counts. It is on disk before its name is: a loss of power must not leave an empty file, which is refused.
 */
function writeOnce(path: string, line: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${line}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
    fsyncPath(dirname(path));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
