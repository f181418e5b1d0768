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
];
const FIRST_EVENTS = 100;
const AT_ONCE = 10;

type Say = (line: string) => void;
type Run = (engine: string, server: SpawnedServer) => Promise<Result>;

/** A reader that is away for longer and longer, and many that lose their connection before the first batch. */
export const absencesOnEmbedded = (say: Say) => onEmbedded(absences(say));
export const absencesOnPostgres = (say: Say) => onPostgres(absences(say));
/** A reader that missed more than the 20 000 changes that it may catch up, so that it loads everything anew. */
export const longAbsenceOnEmbedded = (changes: number) => onEmbedded(longAbsence(changes));
export const longAbsenceOnPostgres = (changes: number) => onPostgres(longAbsence(changes));

async function onEmbedded(run: Run): Promise<Result> {
  const server = await spawnServer({ databaseUrl: '', isBundled: true });
  return run('embedded', server).finally(() => server.stop());
}

async function onPostgres(run: Run): Promise<Result> {
  const cluster = await startPostgres();
  try {
    const server = await spawnServer({ databaseUrl: cluster.urlOf('postgres'), isBundled: true });
    return await run('PostgreSQL', server).finally(() => server.stop());
  } finally {
    await cluster.stop();
  }
}

function absences(say: Say): Run {
  return async (engine, server) => {
    const firsts = await beforeTheFirstBatch(server);
    const seen = [
      `before the first batch ${firsts.filter(isClean).length} of ${FIRST_EVENTS} current, after ${slowest(firsts)} at most`,
    ];
    const returns: Return[] = [];
    for (const absence of ABSENCES) {
      const back = await returnAfter(server, absence);
      returns.push(back);
      seen.push(describe(absence, back));
      say(seen.at(-1) ?? '');
    }
    return {
      scenario: `absences, ${engine}`,
      what: `${FIRST_EVENTS} readers whose connection broke before the first batch; one away for 1 s to 8 h by its clock, missing 0 to 20000 changes, compared row by row afterwards`,
      seen: seen.join('; '),
      held: [...firsts, ...returns].every(isClean),
    };
  };
}

function longAbsence(changes: number): Run {
  return async (engine, server) => {
    const absence = { name: '8 h', awayMs: 480 * MINUTE_MS, changes };
    const back = await returnAfter(server, absence);
    return {
      scenario: `long absence, ${engine}`,
      what: `a reader away for 8 h by its clock, missing ${changes} changes, compared row by row afterwards`,
      seen: describe(absence, back),
      held: isClean(back) && back.way === 'snapshot',
    };
  };
}

async function returnAfter(
  server: SpawnedServer,
  { awayMs, changes }: (typeof ABSENCES)[number],
): Promise<Return> {
  const reader = await AbsentReader.live(server);
  try {
    await reader.leave();
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
      if (index % 2 === 0) await reader.leave();
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

function describe({ name, changes }: (typeof ABSENCES)[number], back: Return): string {
  const { way, ms, bytes, rows, different, appliedTwice, digestFaults } = back;
  const faults = isClean(back)
    ? ''
    : ` (${different} rows different, ${appliedTwice} applied twice, ${digestFaults} digest faults)`;
  return `${name}, ${changes} changes: ${way}, ${Math.round(ms)} ms, ${kilobytes(bytes)}, ${rows} rows${faults}`;
}

function slowest(returns: readonly Return[]): string {
  const ms = returns.map((back) => back.ms).sort((a, b) => a - b);
  return `${Math.round(quantile(ms, 1))} ms`;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 100) / 10} kB`;
}
