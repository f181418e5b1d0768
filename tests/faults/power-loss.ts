import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fsyncPath } from '@/db/embedded/fsync-tree';
import { seededRandom } from '../support/incident-inputs';
import { type KillReport, killUnderWrites } from '../support/kill-under-writes';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { makeVolatileDisk, noDiskBecause, type VolatileDisk } from '../support/volatile-disk';
import type { Result } from './results';

const READERS = 10;
const WRITERS = 16;
/** The first loss on a file system comes seconds after the database was initialised on it, the others after a restart. */
const LOSSES_OF_A_DISK = 4;
/** File systems on which fsync does nothing, to see that the check would notice. */
const LYING_DISKS = 3;
const LYING_DISK = pathToFileURL(resolve(import.meta.dirname, '../support/lying-disk.mjs'));

interface Disk {
  losses: number;
  isLying: boolean;
  /** Tells one file system's run from another's. */
  seed: number;
}

/**
 * Cuts the power of the file system under an embedded database again and again, under writes, and opens what is left.
 * @param losses how often; and a few times more where fsync lies, which must not come out whole
 */
export async function powerLossOnEmbedded({
  losses,
  say,
}: {
  losses: number;
  say: (line: string) => void;
}): Promise<Result | null> {
  const obstacle = noDiskBecause();
  if (obstacle) {
    say(`power loss, embedded: not run, ${obstacle}`);
    return null;
  }
  const honest: (KillReport | string)[] = [];
  for (let left = losses, seed = 1; left > 0; left -= LOSSES_OF_A_DISK, seed += 1) {
    const report = await runOn({ losses: Math.min(left, LOSSES_OF_A_DISK), isLying: false, seed });
    honest.push(report);
    say(`power loss: file system ${seed}: ${describe(report)}`);
  }
  const lying: (KillReport | string)[] = [];
  for (let seed = 1; seed <= LYING_DISKS; seed += 1) {
    const report = await runOn({ losses: 1, isLying: true, seed });
    lying.push(report);
    say(`power loss: file system ${seed} without fsync: ${describe(report)}`);
  }
  const whole = honest.filter(isWhole).reduce((sum, report) => sum + report.kills, 0);
  const noticed = lying.filter((report) => !isWhole(report)).length;
  const acknowledged = honest
    .filter(isReport)
    .reduce((sum, report) => sum + report.acknowledged, 0);
  const faults = honest.filter((report) => !isWhole(report)).map(describe);
  return {
    scenario: 'power loss, embedded',
    what: `${losses} times the power of an ext4 file system cut under ${WRITERS} writers with ${READERS} readers, on ${honest.length} file systems, each new at its first; then mounted, opened and compared`,
    seen: `${whole} of ${losses} open and whole, ${acknowledged} acknowledged; with fsync made to do nothing ${noticed} of ${LYING_DISKS} were found not whole${faults.map((fault) => `; ${fault}`).join('')}`,
    held: whole === losses && noticed === LYING_DISKS,
  };
}

/** What was found, or why it could not be opened or was not equal. */
async function runOn({ losses, isLying, seed }: Disk): Promise<KillReport | string> {
  const disk = makeVolatileDisk();
  const random = seededRandom(seed);
  const lie: Record<string, string> = isLying ? { NODE_OPTIONS: `--import=${LYING_DISK}` } : {};
  try {
    return await killUnderWrites({
      kills: losses,
      readers: READERS,
      writers: WRITERS,
      processes: 1,
      random,
      start: (_, port) =>
        spawnServer({
          dataDir: join(disk.path, 'data'),
          databaseUrl: '',
          isBundled: true,
          environment: { PORT: String(port), LOG_LEVEL: 'error', ...lie },
        }),
      end: (server) => losePower(server, disk, isLying ? null : random),
    });
  } catch (error) {
    return firstLines(error);
  } finally {
    disk.remove();
  }
}

/** The machine stops where it is, and of what was written only what was made durable stays. */
async function losePower(
  server: SpawnedServer,
  disk: VolatileDisk,
  random: (() => number) | null,
): Promise<void> {
  if (random && random() < 0.5) flushSome(disk.path, random);
  server.process.kill('SIGSTOP');
  disk.cutPower();
  await server.kill();
  disk.restorePower();
}

/** Puts some files on disk that nobody asked for, as a system does by itself: not all that is unsafe is lost at once. */
function flushSome(folder: string, random: () => number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || random() < 0.5) continue;
    try {
      fsyncPath(join(entry.parentPath, entry.name));
    } catch {
      // Removed by the database meanwhile.
    }
  }
}

function isReport(report: KillReport | string): report is KillReport {
  return typeof report !== 'string';
}

function isWhole(report: KillReport | string): report is KillReport {
  if (!isReport(report)) return false;
  return report.lost.length + report.phantoms.length + report.digestFaults === 0;
}

function describe(report: KillReport | string): string {
  if (!isReport(report)) return report;
  const { kills, acknowledged, lost, phantoms, digestFaults } = report;
  return `${kills} losses, ${acknowledged} acknowledged, ${lost.length} lost, ${phantoms.length} phantoms, ${digestFaults} digest faults`;
}

function firstLines(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return message.replace(/\s+/g, ' ').slice(0, 300);
}
