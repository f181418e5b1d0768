import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAdminToken } from '@/lib/server/admin-token';
import { StartError } from '@/lib/server/start-error';
import { temporaryFolder } from '../../support/spawn-server';

describe('the admin token', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder('token');
  });
  afterEach(() => folder.remove());

  it('is written once, readable by its owner alone', () => {
    const first = loadAdminToken(folder.path);
    const written = readFileSync(first.path, 'utf8');
    expect(first.isNew).toBe(true);
    expect(statSync(first.path).mode & 0o777).toBe(0o600);
    expect(loadAdminToken(folder.path).isNew).toBe(false);
    expect(readFileSync(first.path, 'utf8')).toBe(written);
  });

  it('is another one in every folder', () => {
    const other = temporaryFolder('token');
    const tokens = [folder, other].map(({ path }) =>
      readFileSync(loadAdminToken(path).path, 'utf8'),
    );
    other.remove();
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  it('accepts itself as a bearer and nothing else', () => {
    const { accepts, path } = loadAdminToken(folder.path);
    const token = readFileSync(path, 'utf8').trim();
    expect(accepts(`Bearer ${token}`)).toBe(true);
    expect(accepts(`bearer ${token}`)).toBe(true);
    const wrong = [null, '', token, 'Bearer', 'Bearer ', `Basic ${token}`, `Bearer ${token}x`];
    expect(wrong.map(accepts)).toEqual(wrong.map(() => false));
    expect(accepts(`Bearer ${token.slice(0, -1)}`)).toBe(false);
    expect(accepts(`Bearer ${'x'.repeat(100_000)}`)).toBe(false);
  });

  it('is not an empty file', () => {
    const path = join(folder.path, 'admin-token');
    writeFileSync(path, '\n');
    expect(() => loadAdminToken(folder.path)).toThrow(`${path} holds no token`);
    expect(() => loadAdminToken(folder.path)).toThrow(StartError);
  });

  it('is a file: what cannot be read is named in a sentence', () => {
    const path = join(folder.path, 'admin-token');
    mkdirSync(path);
    expect(() => loadAdminToken(folder.path)).toThrow(StartError);
    expect(() => loadAdminToken(folder.path)).toThrow(path);
  });
});
