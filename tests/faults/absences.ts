import { AbsentReader, type Return } from '../support/absent-reader';
import { call, exampleIncident } from '../support/api-client';
import { startPostgres } from '../support/postgres-cluster';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { until } from '../support/until';
import { writeChanges } from '../support/write-changes';
import { quantile, type Result } from './results';

const MINUTE_MS = 60_000;
/** How long each reader is away by its own clock, and how many changes it misses. */
const ABSENCES = [
  { name: '1 s', awayMs: 1_000, changes: 0 },
  { name: '1 s', awayMs: 1_000, changes: 1 },
  { name: '30 s', awayMs: 30_000, changes: 20 },
  { name: '2 min', awayMs: 2 * MINUTE_MS, changes: 200 },
  { name: '10 min', awayMs: 10 * MINUTE_MS, changes: 2_000 },
  { name: '8 h', awayMs: 480 * MINUTE_MS, changes: 20_000 },
  { name: '8 h', awayMs: 480 * MINUTE_MS, changes: 200_000 },
] as const;
const FIRST_EVENTS = 100;
const AT_ONCE = 10;

export async function absencesOnEmbedded(say: (line: string) => void): Promise<Result> {
  const server = await spawnServer({ databaseUrl: '', isBundled: true });
  return run('absences, embedded', server, say);
}

export async function absencesOnPostgres(say: (line: string) => void): Promise<Result> {
  const cluster = await startPostgres();
  try {
    const databaseUrl = cluster.urlOf('postgres');
    const server = await spawnServer({ databaseUrl, isBundled: true });
    return await run('absences, PostgreSQL', server, say);
  } finally {
    await cluster.stop();
  }
}

async function run(
  scenario: string,
  server: SpawnedServer,
  say: (line: string) => void,
): Promise<Result> {
  try {
    const firsts = await beforeTheFirstBatch(server);
    const seen = [
      `reconnected before the first batch ${firsts.filter(isClean).length} of ${FIRST_EVENTS} current, ${slowest(firsts)} at most`,
    ];
    say(`${scenario}: ${seen[0]}`);
    const returns: Return[] = [];
    for (const { name, awayMs, changes } of ABSENCES) {
      const back = await returnAfter(server, awayMs, changes);
      returns.push(back);
      seen.push(
        `${name} and ${changes} changes: ${back.way}, ${Math.round(back.ms)} ms, ${kilobytes(back.bytes)}, ${back.rows} rows${isClean(back) ? '' : ` (${back.different} different, ${back.appliedTwice} applied twice, ${back.digestFaults} digest faults)`}`,
      );
      say(`${scenario}: ${seen.at(-1)}`);
    }
    return {
      scenario,
      what: `a reader away for 1 s to 8 h by its clock, missing 0 to 200000 changes, compared row by row afterwards; and ${FIRST_EVENTS} whose connection broke before the first batch`,
      seen: seen.join('; '),
      held: [...firsts, ...returns].every(isClean),
    };
  } finally {
    await server.stop();
  }
}

async function returnAfter(
  server: SpawnedServer,
  awayMs: number,
  changes: number,
): Promise<Return> {
  const reader = await AbsentReader.live(server);
  try {
    reader.leave();
    await writeChanges(server, changes);
    await reader.letPass(awayMs);
    return await reader.comeBack();
  } finally {
    await reader.close();
  }
}

/** Fresh readers lose their connection, half of them with the first batch on its way, and come back. */
async function beforeTheFirstBatch(server: SpawnedServer): Promise<Return[]> {
  const returns: Return[] = [];
  while (returns.length < FIRST_EVENTS) {
    const readers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => AbsentReader.live(server)),
    );
    for (const [index, reader] of readers.entries()) {
      if (index % 2 === 0) reader.leave();
      else reader.proxy.silence();
    }
    const { seq } = (await call(server, 'POST', '/api/v1/incidents', exampleIncident())).body;
    await until('the batch sent', async () => {
      return (await call(server, 'GET', '/api/v1/digest')).body.seq >= seq;
    });
    for (const { proxy } of readers) {
      proxy.cut();
      proxy.flow();
    }
    const isFirst = readers.every(({ batches }) => batches === 0);
    if (!isFirst) throw new Error('a batch came before the connection broke');
    returns.push(...(await Promise.all(readers.map((reader) => reader.comeBack()))));
    await Promise.all(readers.map((reader) => reader.close()));
  }
  return returns;
}

function isClean({ different, appliedTwice, digestFaults }: Return): boolean {
  return different + appliedTwice + digestFaults === 0;
}

function slowest(returns: readonly Return[]): string {
  const ms = returns.map((back) => back.ms).sort((a, b) => a - b);
  return `${Math.round(quantile(ms, 1))} ms`;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 100) / 10} kB`;
}
