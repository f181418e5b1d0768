import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { until } from './until';

const START_PATIENCE_MS = 30_000;
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Nothing that these databases hold is worth a disk's time; tests of durability ask for the real thing. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

/**
 * Runs PostgreSQL until a line or the end of its input comes, so that it ends with the process that started it, however
 * that one ends; and removes the folder unless the line says to keep it.
 */
const SUPERVISOR = `
trap '' INT TERM HUP
folder=$1; shift
"$@" >>"$folder/log" 2>&1 &
server=$!
read -r order
kill -s "\${order:-INT}" $server
wait $server
[ -n "$order" ] || rm -rf "$folder"
`;

/** A PostgreSQL server of our own on a free loopback port, in a folder that goes away with it. */
export interface PostgresCluster {
  /** Address of one of its databases. */
  urlOf: (database: string) => string;
  /** The process number of the server, to freeze it. */
  pid: () => number;
  /** Ends the server and keeps its data: in order, or at once as if it had crashed. */
  halt: (how?: 'fast' | 'immediate') => Promise<void>;
  /** Starts it again at its old address, after `halt`. */
  resume: () => Promise<void>;
  /** Ends it and removes its folder. */
  stop: () => Promise<void>;
}

/** `POSTGRES_BIN_DIR`, else the newest version where Debian puts them. @throws Error that says what to do */
export function findPostgresBinaries(): string {
  const given = process.env.POSTGRES_BIN_DIR;
  const folders = given
    ? [given]
    : existsSync(DEBIAN_FOLDER)
      ? readdirSync(DEBIAN_FOLDER)
          .sort((a, b) => Number(b) - Number(a))
          .map((version) => join(DEBIAN_FOLDER, version, 'bin'))
      : [];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (found) return found;
  throw new Error(
    'No PostgreSQL was found: install it (Debian: postgresql), or set POSTGRES_BIN_DIR to the folder of its initdb.',
  );
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].flatMap((name) => users.filter(([found]) => found === name));
  return { uid: Number(user[0]?.[2] ?? 65_534), gid: Number(user[0]?.[3] ?? 65_534) };
}

/** Makes and starts a cluster; `isDurable` leaves every setting that protects data as PostgreSQL has it. */
export async function startPostgres(
  options: { isDurable?: boolean } = {},
): Promise<PostgresCluster> {
  const bin = findPostgresBinaries();
  const user = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-postgres-'));
  chmodSync(folder, 0o700);
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'havenwacht', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'];
  execFileSync(join(bin, 'initdb'), [...initdb, '--no-sync'], {
    ...user,
    cwd: folder,
    stdio: 'pipe',
  });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    ...(options.isDurable ? [] : FAST),
  ];
  const command = [join(bin, 'postgres'), '-D', data, ...settings.flatMap((one) => ['-c', one])];
  const urlOf = (database: string) => `postgres://havenwacht@127.0.0.1:${port}/${database}`;
  const launch = async () => {
    const child = spawn('/bin/sh', ['-c', SUPERVISOR, 'sh', folder, ...command], {
      ...user,
      cwd: folder,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin?.on('error', () => undefined);
    await until('PostgreSQL answers', () => isReady(urlOf('postgres')), START_PATIENCE_MS).catch(
      (error) => {
        child.stdin?.end();
        throw new Error(`${error.message}\n${readFileSync(join(folder, 'log'), 'utf8')}`);
      },
    );
    return child;
  };
  let child = await launch();
  return {
    urlOf,
    pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    halt: (how = 'fast') => end(child, how === 'fast' ? 'INT\n' : 'QUIT\n'),
    resume: async () => {
      child = await launch();
    },
    stop: () => end(child, ''),
  };
}

function end(child: ChildProcess, order: string): Promise<void> {
  return new Promise((settle) => {
    if (child.exitCode !== null) return settle();
    child.on('exit', () => settle());
    child.stdin?.end(order);
  });
}

async function isReady(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((settle, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => settle(port));
    });
  });
}
