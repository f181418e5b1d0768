import { closeSync, fsyncSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Puts a file's or folder's own content on disk. */
export function fsyncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a folder with all that is in it on disk, the deepest first. */
export function fsyncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) fsyncTree(path);
    else if (entry.isFile()) fsyncPath(path);
  }
  fsyncPath(folder);
}

/** Writes a small file so that it survives a loss of power. */
export function writeDurably(path: string, content: string): void {
  writeFileSync(path, content);
  fsyncPath(path);
  fsyncPath(dirname(path));
}
