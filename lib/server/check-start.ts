import { accessSync, closeSync, constants, mkdirSync, openSync, readSync } from 'node:fs';
import { StartError } from './start-error';

/** The first bytes of every PMTiles archive. */
const ARCHIVE_MARK = 'PMTiles';

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its disk can only be read',
  ENOSPC: 'its disk is full',
  ENAMETOOLONG: 'its name is too long',
};

/** Makes the data folder if there is none. @throws StartError where it cannot be made, or not be written into */
export function requireDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `DATA_DIR="${dataDir}" cannot be the data folder: ${reasonOf(error)}; give a folder that this user may write into, such as DATA_DIR=.data/havenwacht.`,
    );
  }
}

/** @throws StartError where the street map of `BASEMAP` is not there, or is none: readers would see no ground */
export function requireStreets(file: string | null): void {
  if (file === null) return;
  const start = readStart(file);
  if (start.toString('latin1') === ARCHIVE_MARK) return;
  throw new StartError(
    `BASEMAP="${file}" is not a PMTiles archive: give the path of one, or leave BASEMAP out for the embedded map.`,
  );
}

function readStart(file: string): Buffer {
  const start = Buffer.alloc(ARCHIVE_MARK.length);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, start, 0, start.length, 0);
    } finally {
      closeSync(descriptor);
    }
    return start;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new StartError(
      `BASEMAP="${file}" cannot be read (${code === 'ENOENT' ? 'there is no such file' : code}): give the path of a .pmtiles file, or leave BASEMAP out for the embedded map.`,
    );
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}
