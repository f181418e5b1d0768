import type { FeedStatus } from '@/lib/protocol/engine-requests';
import type { OpenLink } from '@/lib/store/feed-link';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { createSocketLinks } from '@/lib/store/socket-link';
import { call, exampleIncident } from '../support/api-client';
import { dropNotify } from '../support/drop-notify';
import { type PostgresCluster, startPostgres } from '../support/postgres-cluster';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { until } from '../support/until';
import { quantile, type Result } from './results';

const READERS = 10;
const ROUNDS = 5;
const WRITES_WITHOUT_NOTIFY = 60;
const PATIENCE_MS = 60_000;
const STALE_WITHIN_MS = 10_000;
const CURRENT_WITHIN_MS = 2_000;

/** Of every reader in every round, in ms, ascending. */
interface Outage {
  /** From the last sign of life until the reader said that it is stale. */
  staleAfterMs: number[];
  /** From the return until it was live at the server's head, a write of after the return included. */
  currentAfterMs: number[];
  digestFaults: number;
}

/** What a reader said of itself, on the true clock. */
interface Silence {
  lastSign: number;
  /** Null while it does not say that it is stale. */
  staleSince: number | null;
  /** How long it had been silent when it last said so. */
  silentMs: number;
}

interface Follower {
  reader: Reader;
  silence: Silence;
}

/** A process that is frozen and thawed, on the embedded database. */
export async function outagesOnEmbedded(): Promise<Result> {
  const server = await spawnServer({ databaseUrl: '', isBundled: true });
  try {
    const frozen = await interrupt(server, freezing(server));
    return {
      scenario: 'outages, embedded',
      what: `${ROUNDS} times the process frozen (SIGSTOP) until ${READERS} readers were stale, and thawed`,
      seen: describe('frozen', frozen),
      held: isHeld(frozen),
    };
  } finally {
    await server.stop();
  }
}

/** The same on PostgreSQL; and its restarts, and two processes that no notification reaches. */
export async function outagesOnPostgres(): Promise<Result> {
  const cluster = await startPostgres({ isDurable: true });
  const databaseUrl = cluster.urlOf('postgres');
  const servers = await Promise.all(
    [1, 2].map(() => spawnServer({ databaseUrl, isBundled: true })),
  );
  const [server, other] = servers as [SpawnedServer, SpawnedServer];
  try {
    const frozen = await interrupt(server, freezing(server));
    const restarted = await interrupt(server, stopping(cluster));
    await dropNotify(databaseUrl);
    const latenciesMs = await latenciesBetween(server, other);
    return {
      scenario: 'outages, PostgreSQL',
      what: `${ROUNDS} times a process frozen (SIGSTOP) and ${ROUNDS} times PostgreSQL stopped until ${READERS} readers were stale, and back; then NOTIFY dropped, and ${WRITES_WITHOUT_NOTIFY} writes at one process read at another`,
      seen: `${describe('frozen', frozen)}; ${describe('PostgreSQL stopped', restarted)}; without NOTIFY the other process's reader had a write after ${milliseconds(latenciesMs)}`,
      held: isHeld(frozen) && isHeld(restarted) && quantile(latenciesMs, 1) <= CURRENT_WITHIN_MS,
    };
  } finally {
    await Promise.all(servers.map((each) => each.stop()));
    await cluster.stop();
  }
}

interface Interruption {
  begin: () => Promise<unknown>;
  /** Resolves at the moment of the return. */
  end: () => Promise<unknown>;
}

const freezing = ({ process }: SpawnedServer): Interruption => ({
  begin: async () => process.kill('SIGSTOP'),
  end: async () => process.kill('SIGCONT'),
});

const stopping = (cluster: PostgresCluster): Interruption => ({
  begin: () => cluster.halt('immediate'),
  end: () => cluster.resume(),
});

async function interrupt(server: SpawnedServer, how: Interruption): Promise<Outage> {
  const followers = Array.from({ length: READERS }, () => follow(server));
  const outage: Outage = { staleAfterMs: [], currentAfterMs: [], digestFaults: 0 };
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      await interruptOnce(server, how, followers, outage);
    for (const { reader } of followers) outage.digestFaults += reader.status().digestFaults;
  } finally {
    for (const { reader } of followers) reader.close();
  }
  for (const times of [outage.staleAfterMs, outage.currentAfterMs]) times.sort((a, b) => a - b);
  return outage;
}

async function interruptOnce(
  server: SpawnedServer,
  how: Interruption,
  followers: readonly Follower[],
  outage: Outage,
): Promise<void> {
  await until('all live', () => followers.every(isLive), PATIENCE_MS);
  await how.begin();
  await until('all stale', () => followers.every(({ silence }) => silence.staleSince), PATIENCE_MS);
  outage.staleAfterMs.push(...followers.map(({ silence }) => silence.silentMs));
  await how.end();
  const returned = performance.now();
  const seq = await writeWhenPossible(server);
  const late = new Set(followers);
  await until(
    'all current',
    () => {
      for (const follower of late) {
        if (!isLive(follower) || follower.reader.state().seq < seq) continue;
        outage.currentAfterMs.push(performance.now() - returned);
        late.delete(follower);
      }
      return late.size === 0;
    },
    PATIENCE_MS,
  );
}

function follow({ baseUrl }: SpawnedServer): Follower {
  const silence: Silence = { lastSign: performance.now(), staleSince: null, silentMs: 0 };
  const heard = (tell: (payload: unknown) => void) => (payload: unknown) => {
    silence.lastSign = performance.now();
    tell(payload);
  };
  const links = createSocketLinks(baseUrl);
  const openLink: OpenLink = (listener) => {
    const [changes, heartbeat] = [heard(listener.changes), heard(listener.heartbeat)];
    const link = links({ ...listener, changes, heartbeat });
    return {
      ...link,
      hello: (hello, answer) => link.hello(hello, heard(answer)),
      catchUp: (request, answer) => link.catchUp(request, heard(answer)),
    };
  };
  const onStatus = ({ connection }: FeedStatus) => {
    const now = performance.now();
    const isStale = connection === 'stale';
    if (isStale && silence.staleSince === null) silence.silentMs = now - silence.lastSign;
    silence.staleSince = isStale ? (silence.staleSince ?? now) : null;
  };
  const reader = createReader({ baseUrl, onStatus, surroundings: { openLink } });
  return { reader, silence };
}

const isLive = ({ reader }: Follower): boolean => reader.status().connection === 'live';

async function writeWhenPossible(server: SpawnedServer): Promise<number> {
  const answer = await until('a write is taken', async () => {
    const given = await call(server, 'POST', '/api/v1/incidents', exampleIncident());
    return given.status === 201 && given;
  });
  return answer.body.seq;
}

/** From a write's answer at one process until a reader of another has it. */
async function latenciesBetween(writer: SpawnedServer, other: SpawnedServer): Promise<number[]> {
  const follower = follow(other);
  try {
    await writeWhenPossible(writer);
    await until('a live reader', () => isLive(follower), PATIENCE_MS);
    const latencies: number[] = [];
    for (let count = 0; count < WRITES_WITHOUT_NOTIFY; count += 1) {
      const seq = await writeWhenPossible(writer);
      const answered = performance.now();
      await until('the write', () => follower.reader.state().seq >= seq, PATIENCE_MS);
      latencies.push(performance.now() - answered);
    }
    return latencies.sort((a, b) => a - b);
  } finally {
    follower.reader.close();
  }
}

function describe(what: string, { staleAfterMs, currentAfterMs, digestFaults }: Outage): string {
  return `${what}: stale ${milliseconds(staleAfterMs)} after the last sign of life, current ${milliseconds(currentAfterMs)} after the return, ${digestFaults} digest faults`;
}

function milliseconds(ascending: readonly number[]): string {
  return `${Math.round(quantile(ascending, 0.5))} ms (median) to ${Math.round(quantile(ascending, 1))} ms`;
}

function isHeld({ staleAfterMs, currentAfterMs, digestFaults }: Outage): boolean {
  return (
    quantile(staleAfterMs, 1) <= STALE_WITHIN_MS &&
    quantile(currentAfterMs, 1) <= CURRENT_WITHIN_MS &&
    digestFaults === 0
  );
}
