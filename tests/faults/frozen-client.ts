import { readFileSync, writeFileSync } from 'node:fs';
import { heavyRecord } from '../support/heavy-record';
import { seededRandom } from '../support/incident-inputs';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { until } from '../support/until';
import { headOf, metric, post } from './ask-server';
import { residentKb } from './process-figures';
import { RawReaders } from './raw-readers';
import type { ReadersReport } from './raw-readers-process';
import type { Result } from './results';

const OTHERS = 200;
const FROZEN = 20;
const WARM_RECORDS = 40;
const MOST_RECORDS = 300;
const MOST_MEGABYTES = 5;
const BYTES_PER_MEGABYTE = 1_024 * 1_024;
/** A ping each 20 s and 15 s to answer it, and then some. */
const SILENT_PATIENCE_MS = 60_000;
const PATIENCE_MS = 30_000;

/** Heavy records, and what they did to the server and to those who read. */
interface Load {
  records: number;
  seconds: number;
  /** The most that the server held in memory meanwhile. */
  residentKbMost: number;
  /** The most that the system held for one connection of the server. */
  kernelBytesMost: number;
  others: ReadersReport;
}

/** Readers whose process is stopped: what they cost, when they are let go of, and whether the others notice. */
export async function frozenClient({ say }: { say: (line: string) => void }): Promise<Result> {
  const server = await spawnServer({ isBundled: true });
  const [others, frozen] = [await RawReaders.start(), await RawReaders.start()];
  const random = seededRandom(5);
  try {
    await open(server, others, OTHERS);
    await open(server, frozen, FROZEN);
    const dropped = () => metric(server, 'slow_readers_dropped_total');
    // Twice, since the server's memory grows to its working size under the first load, whoever reads.
    await load(server, others, { random, until: async (records) => records >= WARM_RECORDS });
    const alone = await load(server, others, {
      random,
      until: async (records) => records >= WARM_RECORDS,
    });
    say(`nobody frozen: ${JSON.stringify(alone)}`);
    frozen.process.child.kill('SIGSTOP');
    const beside = await load(server, others, {
      random,
      until: async () => (await dropped()) >= FROZEN,
    });
    say(`${FROZEN} frozen: ${JSON.stringify(beside)}`);
    const backSeconds = await thaw(server, frozen);
    const silentSeconds = await freezeInSilence(server, frozen);
    const droppedCount = await dropped();
    const unsent = [...server.output().matchAll(/"waiting":(\d+)/g)].map((found) =>
      Number(found[1]),
    );
    const megabytes = {
      unsent: Math.max(...unsent) / BYTES_PER_MEGABYTE,
      grown: (beside.residentKbMost - alone.residentKbMost) / 1_024 / FROZEN,
      kernel: beside.kernelBytesMost / BYTES_PER_MEGABYTE,
    };
    const areUnharmed = [alone, beside].every(
      (load) =>
        load.others.gaps === 0 &&
        load.others.current === OTHERS &&
        load.others.changes === load.records * OTHERS,
    );
    return {
      scenario: 'frozen client',
      what: `a process with ${FROZEN} raw clients is stopped (SIGSTOP) beside ${OTHERS} others, while records of 150 kB are published one after the other; thawed; then stopped again while nothing happens`,
      seen: `${droppedCount} of ${FROZEN} dropped after ${beside.records} records (${beside.seconds.toFixed(1)} s), with at most ${megabytes.unsent.toFixed(2)} MB unsent each; the server grew by ${megabytes.grown.toFixed(2)} MB for each of them, and the system held at most ${megabytes.kernel.toFixed(2)} MB for one; current again ${backSeconds.toFixed(1)} s after the thaw. The others: ${tell(alone)} before, ${tell(beside)} beside them. In silence let go of after ${silentSeconds.toFixed(0)} s`,
      held:
        droppedCount === FROZEN &&
        areUnharmed &&
        megabytes.unsent <= MOST_MEGABYTES &&
        megabytes.grown <= MOST_MEGABYTES,
    };
  } finally {
    await Promise.all([others.end(), frozen.end()]);
    await server.stop();
  }
}

function tell({ records, others: { changes, gaps, delayMs } }: Load): string {
  return `${changes} of ${records * OTHERS} received, ${gaps} gaps, ${delayMs.p99} ms (p99)`;
}

async function open(server: SpawnedServer, readers: RawReaders, count: number): Promise<void> {
  const state = await headOf(server);
  const { baseUrl } = server;
  await readers.open({
    dialect: 'live',
    baseUrl,
    count,
    state,
    compresses: false,
    comesBack: true,
    seed: count,
  });
}

async function load(
  server: SpawnedServer,
  others: RawReaders,
  { random, until: isOver }: { random: () => number; until: (records: number) => Promise<boolean> },
): Promise<Load> {
  const pid = server.process.pid ?? 0;
  // Linux begins the most-ever anew (proc(5), clear_refs).
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  await others.report(null, true);
  const beganMs = performance.now();
  let [records, kernelBytesMost] = [0, 0];
  while (!(await isOver(records)) && records < MOST_RECORDS) {
    await post(server, heavyRecord(random));
    records += 1;
    kernelBytesMost = Math.max(kernelBytesMost, queuedInKernel(server));
  }
  const seconds = (performance.now() - beganMs) / 1_000;
  const head = await headOf(server);
  const areThere = async () => (await others.report(head)).current === OTHERS;
  await until('the others at the head', areThere, PATIENCE_MS);
  const told = await others.report(head);
  return {
    records,
    seconds,
    residentKbMost: residentKb(pid, 'most'),
    kernelBytesMost,
    others: told,
  };
}

/** The largest send queue of the server's connections, by the system's table. */
function queuedInKernel(server: SpawnedServer): number {
  const own = Number(new URL(server.baseUrl).port).toString(16).toUpperCase().padStart(4, '0');
  const queues = readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local]) => local?.endsWith(`:${own}`))
    .map((fields) => Number.parseInt(fields[4]?.split(':')[0] ?? '0', 16));
  return Math.max(0, ...queues);
}

/** Until all that were frozen stand at the head again, in seconds. */
async function thaw(server: SpawnedServer, frozen: RawReaders): Promise<number> {
  const beganMs = performance.now();
  frozen.process.child.kill('SIGCONT');
  const head = await headOf(server);
  const areBack = async () => (await frozen.report(head)).atHead === FROZEN;
  await until('the thawed at the head', areBack, PATIENCE_MS);
  return (performance.now() - beganMs) / 1_000;
}

/** Until the server has let go of readers that answer no ping, in seconds. */
async function freezeInSilence(server: SpawnedServer, frozen: RawReaders): Promise<number> {
  const beganMs = performance.now();
  frozen.process.child.kill('SIGSTOP');
  const areGone = async () => (await metric(server, 'connections')) <= OTHERS;
  await until('the silent let go of', areGone, SILENT_PATIENCE_MS);
  return (performance.now() - beganMs) / 1_000;
}
