import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireDataFolder, requireStreets } from '@/lib/server/check-start';
import { StartError } from '@/lib/server/start-error';
import { temporaryFolder } from '../../support/spawn-server';

const isRoot = process.getuid?.() === 0;

describe('what a start looks at before it writes anything', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder('check');
  });
  afterEach(() => folder.remove());

  it('takes a data folder that is not there yet, and the same again', () => {
    const wanted = join(folder.path, 'far/below');
    requireDataFolder(wanted);
    requireDataFolder(wanted);
  });

  it.skipIf(isRoot)('names a data folder that this user may not write into', () => {
    chmodSync(folder.path, 0o500);
    expect(() => requireDataFolder(folder.path)).toThrow('this user may not write there');
    chmodSync(folder.path, 0o700);
  });

  it('says in one sentence what the system says of any other folder', () => {
    const long = join(folder.path, 'x'.repeat(300));
    expect(() => requireDataFolder(long)).toThrow(StartError);
    expect(() => requireDataFolder(long)).toThrow(
      /^DATA_DIR="[^"]+" .*its name is too long; .*\.$/,
    );
  });

  it('takes a street map that begins as an archive does, and no map at all', () => {
    const file = join(folder.path, 'streets.pmtiles');
    writeFileSync(file, Buffer.concat([Buffer.from('PMTiles'), Buffer.alloc(120)]));
    requireStreets(file);
    requireStreets(null);
  });

  it('names a street map that is a folder', () => {
    expect(() => requireStreets(folder.path)).toThrow(StartError);
  });
});
