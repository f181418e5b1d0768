import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatabaseRefused } from '@/db/embedded/database-refused';
import { type FolderLock, lockFolder } from '@/db/embedded/folder-lock';
import { makeTemporaryFolder } from '../../support/temporary-database';
import { until } from '../../support/until';

let dataDir: string;
let path: string;
const taken: FolderLock[] = [];
beforeEach(() => {
  dataDir = makeTemporaryFolder();
  path = join(dataDir, 'database.lock');
});
afterEach(() => {
  for (const lock of taken.splice(0)) lock.release();
  rmSync(dataDir, { recursive: true, force: true });
});

function take(nowMs?: () => number): FolderLock {
  const lock = lockFolder(dataDir, nowMs);
  taken.push(lock);
  return lock;
}

/** What this process writes into a lock, with parts replaced. */
function ownerWith(changes: Record<string, unknown>): string {
  const lock = lockFolder(dataDir);
  const own = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  lock.release();
  return JSON.stringify({ ...own, ...changes });
}

test('a held lock is refused and a released one is free', () => {
  const lock = take();
  expect(() => lockFolder(dataDir)).toThrow(DatabaseRefused);
  expect(() => lockFolder(dataDir)).toThrow(`number ${process.pid}`);
  lock.release();
  expect(existsSync(path)).toBe(false);
  take();
});

test('the lock of a process that is gone is taken over', () => {
  writeFileSync(path, ownerWith({ pid: 2 ** 22 + 7, startedAt: '1' }));
  take();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
});

test.runIf(existsSync('/proc/self/stat'))(
  'the lock of an earlier process with the number of a living one is taken over',
  () => {
    writeFileSync(path, ownerWith({ startedAt: '1' }));
    take();
  },
);

test.runIf(existsSync('/proc/self/stat'))('the lock of an earlier boot is taken over', () => {
  writeFileSync(path, ownerWith({ boot: 'another boot' }));
  take();
});

test.runIf(existsSync('/proc/self/stat'))(
  'the lock of a killed process that its parent has not reaped is taken over',
  async () => {
    // The shell becomes a `sleep` that reaps nobody; its first child, killed then, stays as a zombie.
    const parent = spawn('sh', ['-c', 'sleep 30 & echo $!; exec sleep 30']);
    try {
      const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(String(chunk).trim());
      await until('no shell', () => nameOf(parent.pid ?? 0) === 'sleep');
      process.kill(pid, 'SIGKILL');
      await until('the zombie', () => statFields(pid)[0] === 'Z');
      writeFileSync(path, ownerWith({ pid, startedAt: statFields(pid)[19] }));
      take();
    } finally {
      parent.kill('SIGKILL');
    }
  },
);

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}

function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

test('a lock that is no lock is taken over', () => {
  writeFileSync(path, '{"pid":');
  take();
});

test('a lock from another container holds while it gives signs of life', () => {
  writeFileSync(path, ownerWith({ namespace: 'pid:[1]' }));
  const touched = new Date('2026-01-02T10:00:00Z');
  utimesSync(path, touched, touched);
  expect(() => lockFolder(dataDir, () => touched.getTime() + 9_000)).toThrow(DatabaseRefused);
  take(() => touched.getTime() + 11_000);
});

test('releasing a lock that another process has taken over leaves that one alone', () => {
  const lock = take();
  writeFileSync(path, ownerOfAnother());
  lock.release();
  expect(existsSync(path)).toBe(true);
});

function ownerOfAnother(): string {
  return JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), pid: 1 });
}
