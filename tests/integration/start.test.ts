import { execFile } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireDataFolder, requireStreets } from '@/lib/server/check-start';
import { StartError } from '@/lib/server/start-error';
import {
  failedStart,
  fillStarted,
  type SpawnedServer,
  spawnServer,
  temporaryFolder,
} from '../support/spawn-server';
import { copyInitialised } from '../support/temporary-database';

const OWNER_ONLY = 0o600;
const PERMISSIONS = 0o777;
const folders: { remove: () => void }[] = [];

function freshFolder(): string {
  const folder = temporaryFolder('start');
  folders.push(folder);
  return folder.path;
}
afterAll(() => {
  for (const folder of folders) folder.remove();
});

/**
 * What a refused start said: one line, a sentence, without the trace of a program. One that brings no folder is refused
 * before anything is made in its own.
 */
async function refusal(
  environment: Record<string, string>,
  options: { mode?: 'demo' | 'real'; arguments?: string[] } = {},
): Promise<string> {
  const DATA_DIR = environment.DATA_DIR ?? freshFolder();
  const { code, said } = await failedStart({
    ...options,
    environment: { ...environment, DATA_DIR },
  });
  const text = said.trim();
  expect(code, text).toBeGreaterThan(0);
  expect(text.split('\n'), text).toHaveLength(1);
  expect(text).toMatch(/\.$/);
  expect(text).not.toMatch(/\bat \S+:\d+|node:internal/);
  if (!environment.DATA_DIR) expect(readdirSync(DATA_DIR)).toEqual([]);
  return text;
}

describe('a start that cannot succeed says so in one sentence and ends with an exit code', () => {
  it('names a port that is in use, and another one to take, before it makes a database', async () => {
    const other = createServer();
    await new Promise<void>((settle) => other.listen(0, '127.0.0.1', settle));
    const { port } = other.address() as AddressInfo;
    const said = await refusal({ HOST: '127.0.0.1', PORT: String(port) });
    expect(said).toContain(`Port ${port}`);
    expect(said).toContain('in use');
    expect(said).toMatch(/PORT=\d+/);
    await new Promise((settle) => other.close(settle));
  });

  it('names a data folder that is a file, or lies below one', async () => {
    const file = join(freshFolder(), 'notes.txt');
    writeFileSync(file, 'not a folder');
    const said = await refusal({ DATA_DIR: file });
    expect(said).toContain(`DATA_DIR="${file}"`);
    expect(said).toContain('it is a file');
    const below = join(file, 'data');
    expect(() => requireDataFolder(below)).toThrow(`DATA_DIR="${below}"`);
    expect(() => requireDataFolder(below)).toThrow(StartError);
  });

  it('names a token file that holds no token', async () => {
    const folder = freshFolder();
    await fillStarted(folder);
    writeFileSync(join(folder, 'admin-token'), 'short\n');
    expect(await refusal({ DATA_DIR: folder })).toContain(join(folder, 'admin-token'));
  });

  it('names a street map that is not there, or is none', async () => {
    const file = join(freshFolder(), 'streets.pmtiles');
    expect(await refusal({ BASEMAP: file })).toContain(`BASEMAP="${file}"`);
    writeFileSync(file, '<html>');
    expect(() => requireStreets(file)).toThrow('not a PMTiles archive');
    expect(() => requireStreets(file)).toThrow(StartError);
  });

  // The sentence of every other setting, and of every argument, is tested where it is read.
  it.each([
    ['PORT', 'http'],
    ['HOST', 'no.such.host.invalid'],
  ])('names the setting %s=%s and what it must be', async (name, value) => {
    const said = await refusal({ [name]: value });
    expect(said).toContain(`${name}="${value}"`);
  });

  it('names an argument that no start takes', async () => {
    expect(await refusal({}, { mode: 'demo', arguments: ['--fast'] })).toContain('--fast');
  });
});

describe('a folder of the other mode', () => {
  const demo = freshFolder();
  const real = freshFolder();
  beforeAll(async () => {
    await Promise.all([copyInitialised(demo), fillStarted(real)]);
    const flags = ['--incidents', '5', '--still'];
    const server = await spawnServer({ mode: 'demo', arguments: flags, dataDir: demo });
    expect(await server.stop()).toBe(0);
  });

  it('of simulated records is refused outside demo mode, with how to open it', async () => {
    const said = await refusal({ DATA_DIR: demo });
    expect(said).toContain(demo);
    expect(said).toContain('simulated');
    expect(said).toContain('npm run demo');
  });

  it('of another demo is refused, and nobody is told to delete it', async () => {
    const flags = ['--incidents', '6', '--still'];
    const said = await refusal({ DATA_DIR: demo }, { mode: 'demo', arguments: flags });
    expect(said).toContain('a demo of 5 records');
    expect(said).not.toContain('delete');
  });

  it('opened for real, even without a record of its own, is refused by a demo and stays as it was', async () => {
    const said = await refusal({ DATA_DIR: real }, { mode: 'demo' });
    expect(said).toContain(real);
    expect(said).toContain('npm start');
    const again = await spawnServer({ dataDir: real });
    const simulated = await fetch(`${again.baseUrl}/api/v1/incidents?origin=simulated&limit=1`);
    expect((await simulated.json()).features).toEqual([]);
    expect(await again.stop()).toBe(0);
  });
});

describe('a first start', () => {
  let server: SpawnedServer;
  beforeAll(async () => {
    const dataDir = freshFolder();
    // PostgreSQL's own files only: the server migrates them, and begins.
    await copyInitialised(dataDir);
    server = await spawnServer({
      dataDir,
      environment: { PUBLISHER: 'Example newsroom', CONTACT: '' },
    });
  });
  afterAll(() => server?.stop());

  it('writes a token that only its owner can read, and says where', () => {
    const path = join(server.dataDir, 'admin-token');
    expect(statSync(path).mode & PERMISSIONS).toBe(OWNER_ONLY);
    expect(server.token.length).toBeGreaterThanOrEqual(32);
    expect(server.output()).toContain(path);
    expect(server.output()).not.toContain(server.token);
  });

  it('prints a command that records as it was pasted, a draft that no reader sees', async () => {
    const command = /Record\s+(curl .*)/.exec(server.output())?.[1] ?? '';
    // The shell takes the line apart; what curl would be given is sent from here.
    const shell = `curl() { printf '%s\\n' "$@"; }; ${command}`;
    const { stdout } = await promisify(execFile)('sh', ['-c', shell]);
    const [, method, address = '', , authorization = '', , type = '', , body] = stdout.split('\n');
    const answer = await fetch(address, {
      method: method ?? '',
      headers: Object.fromEntries([authorization, type].map((header) => header.split(': '))),
      body: body ?? '',
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ status: 'draft', municipality: '21001' });
  });

  it('warns of the parts of the imprint that are not set, and of no others', () => {
    const warning = /Warning\s+not set: (.*)\./.exec(server.output())?.[1] ?? '';
    expect(warning.split('.')[0]).toBe('RESPONSIBLE_EDITOR, CONTACT, DATA_LICENCE');
  });

  it('keeps its data folder from a second process, which names the folder and the process', async () => {
    const said = await refusal({ DATA_DIR: server.dataDir });
    expect(said).toContain(server.dataDir);
    expect(said).toContain(`number ${server.process.pid}`);
    expect(said).toContain('DATA_DIR');
    expect((await fetch(`${server.baseUrl}/api/v1/health`)).status).toBe(200);
  });

  it('keeps the token over a restart, and warns of nothing once the imprint is complete', async () => {
    expect(await server.stop()).toBe(0);
    const before = server.token;
    server = await spawnServer({
      dataDir: server.dataDir,
      environment: {
        PUBLISHER: 'Example newsroom',
        RESPONSIBLE_EDITOR: 'The editor on duty',
        CONTACT: 'desk@example.org',
        DATA_LICENCE: 'CC BY 4.0',
      },
    });
    expect(server.token).toBe(before);
    expect(server.output()).not.toContain('Warning');
    expect(server.output()).not.toContain('just written');
  });
});
