import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DatabaseRefused } from './database-refused';

const ownerSchema = z.object({
  pid: z.int(),
  /** Start of the process in clock ticks since boot, from /proc; tells a process from a later one of the same number. */
  startedAt: z.string().nullable(),
  /** Another boot's process cannot be alive. */
  boot: z.string().nullable(),
  /** Process numbers mean something within one namespace (a container) only. */
  namespace: z.string().nullable(),
});
type Owner = z.infer<typeof ownerSchema>;

/** A lock whose owner cannot be looked up (another container) is alive if it was touched this recently. */
const SIGN_OF_LIFE_MS = 2_000;
const SILENT_AFTER_MS = 10_000;

export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process. Two engines on one folder would corrupt it without a word.
 * @throws DatabaseRefused naming the process that holds it
 */
export function lockFolder(dataDir: string, nowMs: () => number = Date.now): FolderLock {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'database.lock');
  const own = JSON.stringify(describeProcess(process.pid));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createExclusively(path, own)) return holdLock(path, own);
    const held = readOrNull(path);
    if (held === null) continue;
    if (isHeld(held, path, nowMs())) throw refusal(dataDir, held);
    removeStale(path, held);
  }
  throw new DatabaseRefused(`The lock ${path} changes hands; start again in a moment.`);
}

function holdLock(path: string, own: string): FolderLock {
  const timer = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      clearInterval(timer);
    }
  }, SIGN_OF_LIFE_MS);
  timer.unref();
  return {
    release: () => {
      clearInterval(timer);
      if (readOrNull(path) === own) rmSync(path, { force: true });
    },
  };
}

/** The file appears with its content or not at all: a reader never sees a half-written owner. */
function createExclusively(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, content);
    linkSync(draft, path);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fault;
  } finally {
    closeSync(descriptor);
    rmSync(draft, { force: true });
  }
}

/** Moves a dead owner's lock away; if another process was faster and the lock is alive again, gives it back. */
function removeStale(path: string, stale: string): void {
  const grave = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, grave);
  } catch {
    return;
  }
  if (readOrNull(grave) !== stale) {
    try {
      linkSync(grave, path);
    } catch {
      // A third process holds it now; it will be asked on the next attempt.
    }
  }
  rmSync(grave, { force: true });
}

function isHeld(content: string, path: string, nowMs: number): boolean {
  const owner = parseOwner(content);
  if (owner === null) return false;
  const self = describeProcess(process.pid);
  if (owner.boot !== null && self.boot !== null && owner.boot !== self.boot) return false;
  if (owner.namespace !== self.namespace) {
    return nowMs - statSync(path).mtimeMs < SILENT_AFTER_MS;
  }
  if (!isAlive(owner.pid) || isZombie(owner.pid)) return false;
  return owner.startedAt === describeProcess(owner.pid).startedAt;
}

function parseOwner(content: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(content));
  } catch {
    return null;
  }
}

function describeProcess(pid: number): Owner {
  return {
    pid,
    startedAt: startOf(pid),
    boot: readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? null,
    namespace: namespaceOfSelf(),
  };
}

/** Field 22 of /proc/pid/stat. Null without /proc. */
function startOf(pid: number): string | null {
  return statFields(pid)[19] ?? null;
}

/** /proc/pid/stat from its third field on; the process name before it may hold spaces and brackets. */
function statFields(pid: number): string[] {
  const stat = readOrNull(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
}

/** Killed and not yet reaped by its parent. While a thread of it still ends, it may still write: then it is not. */
function isZombie(pid: number): boolean {
  if (statFields(pid)[0] !== 'Z') return false;
  try {
    return readdirSync(`/proc/${pid}/task`).length <= 1;
  } catch {
    return true;
  }
}

function namespaceOfSelf(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function refusal(dataDir: string, content: string): DatabaseRefused {
  return new DatabaseRefused(
    `The data folder ${dataDir} is open in another process (number ${parseOwner(content)?.pid}); stop that one, or give this one another DATA_DIR.`,
  );
}
