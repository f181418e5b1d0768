import { seededRandom } from '../support/incident-inputs';
import { killUnderWrites } from '../support/kill-under-writes';
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

/** One process on the embedded database, whose files every kill puts at risk. */
export async function killsOnEmbedded({ kills, say }: KillRun): Promise<Result> {
  return run('kills, embedded', { kills, say, processes: 1, databaseUrl: '' });
}

/** Two processes on one PostgreSQL database, one of which is killed at random. */
export async function killsOnPostgres({ kills, say }: KillRun): Promise<Result> {
  const cluster = await startPostgres();
  try {
    const databaseUrl = cluster.urlOf('postgres');
    return await run('kills, PostgreSQL', { kills, say, processes: 2, databaseUrl });
  } finally {
    await cluster.stop();
  }
}

async function run(
  scenario: string,
  { kills, say, processes, databaseUrl }: KillRun & { processes: number; databaseUrl: string },
): Promise<Result> {
  const folder = temporaryFolder('kills');
  const beganAt = performance.now();
  try {
    const report = await killUnderWrites({
      kills,
      readers: READERS / processes,
      writers: WRITERS / processes,
      processes,
      random: seededRandom(kills),
      start: (_, port) =>
        spawnServer({
          dataDir: folder.path,
          databaseUrl,
          isBundled: true,
          environment: { PORT: String(port), LOG_LEVEL: 'error' },
        }),
      progress: (kill) => {
        if (kill % PROGRESS_EVERY > 0) return;
        const minutes = (performance.now() - beganAt) / 60_000;
        say(`${scenario}: ${kill} of ${kills} in ${minutes.toFixed(1)} min`);
      },
    });
    const { acknowledged, lost, phantoms, equalAfterMs, digestFaults } = report;
    const seconds = (share: number) => (quantile(equalAfterMs, share) / 1000).toFixed(2);
    return {
      scenario,
      what: `${kills} times \`kill -9\` under ${WRITERS} writers with ${READERS} readers on ${processes === 1 ? 'one process' : `${processes} processes, one of them killed at random`}`,
      seen: `${acknowledged} acknowledged, ${lost.length} lost, ${phantoms.length} phantoms, ${digestFaults} digest faults; all digests equal ${seconds(0.5)} s (median) to ${seconds(1)} s after the restart`,
      held: lost.length + phantoms.length + digestFaults === 0,
    };
  } finally {
    folder.remove();
  }
}
