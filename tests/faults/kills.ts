import { seededRandom } from '../support/incident-inputs';
import { type KillReport, killUnderWrites } from '../support/kill-under-writes';
import { startPostgres } from '../support/postgres-cluster';
import { spawnServer, temporaryFolder } from '../support/spawn-server';
import { quantile, type Result } from './results';

const READERS = 50;
const WRITERS = 16;
const PROGRESS_EVERY = 20;

interface KillRun {
  kills: number;
  say: (line: string) => void;
}

/**
 * One process on the embedded database, whose files every kill puts at risk. Two such installations are killed beside each
 * other, since one that starts leaves most of a second core idle.
 */
export async function killsOnEmbedded({ kills, say }: KillRun): Promise<Result> {
  return run('kills, embedded', { kills, say, processes: 1, installations: 2, databaseUrl: '' });
}

/** Two processes on one PostgreSQL database, one of which is killed at random. */
export async function killsOnPostgres({ kills, say }: KillRun): Promise<Result> {
  const cluster = await startPostgres();
  try {
    const databaseUrl = cluster.urlOf('postgres');
    return await run('kills, PostgreSQL', {
      kills,
      say,
      processes: 2,
      installations: 1,
      databaseUrl,
    });
  } finally {
    await cluster.stop();
  }
}

interface Scene extends KillRun {
  processes: number;
  installations: number;
  databaseUrl: string;
}

async function run(scenario: string, scene: Scene): Promise<Result> {
  const { kills, processes, installations } = scene;
  const beganAt = performance.now();
  let done = 0;
  const progress = (): void => {
    done += 1;
    if (done % PROGRESS_EVERY > 0) return;
    const minutes = (performance.now() - beganAt) / 60_000;
    scene.say(`${scenario}: ${done} of ${kills} in ${minutes.toFixed(1)} min`);
  };
  const each = Math.ceil(kills / installations);
  const reports = await Promise.all(
    Array.from({ length: installations }, (_, index) =>
      killOneInstallation(scene, each, each + index, progress),
    ),
  );
  const sum = (count: (report: KillReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const equalAfterMs = reports.flatMap((report) => report.equalAfterMs).sort((a, b) => a - b);
  const seconds = (share: number) => (quantile(equalAfterMs, share) / 1000).toFixed(2);
  const [lost, phantoms] = [sum((report) => report.lost.length), sum((r) => r.phantoms.length)];
  const digestFaults = sum((report) => report.digestFaults);
  const on =
    processes === 1 ? 'one process' : `${processes} processes, one of them killed at random`;
  const beside = installations === 1 ? '' : `, in ${installations} installations beside each other`;
  return {
    scenario,
    what: `${each * installations} times \`kill -9\` under ${WRITERS} writers with ${READERS} readers on ${on}${beside}`,
    seen: `${sum((report) => report.acknowledged)} acknowledged, ${lost} lost, ${phantoms} phantoms, ${digestFaults} digest faults; all digests equal ${seconds(0.5)} s (median) to ${seconds(1)} s after the restart`,
    held: lost + phantoms + digestFaults === 0,
  };
}

async function killOneInstallation(
  { processes, databaseUrl }: Scene,
  kills: number,
  seed: number,
  progress: () => void,
): Promise<KillReport> {
  const folder = temporaryFolder('kills');
  try {
    return await killUnderWrites({
      kills,
      readers: READERS / processes,
      writers: WRITERS / processes,
      processes,
      random: seededRandom(seed),
      start: (_, port) =>
        spawnServer({
          dataDir: folder.path,
          databaseUrl,
          isBundled: true,
          environment: { PORT: String(port), LOG_LEVEL: 'error' },
        }),
      progress,
    });
  } finally {
    folder.remove();
  }
}
