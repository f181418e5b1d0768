import { createServer } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Head } from '@/lib/protocol/changes';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { call, exampleIncident } from './api-client';
import type { SpawnedServer } from './spawn-server';
import { readByHttp } from './spec-reader';
import { ASK_EVERY_MS, until } from './until';

/** What was measured, and every promise that did not hold: none, or the run failed. */
export interface KillReport {
  kills: number;
  acknowledged: number;
  /** Acknowledged records and corrections that are not there afterwards. */
  lost: string[];
  /** Records that are there and were never sent. */
  phantoms: string[];
  /** From the restart's first answer until every reader had the server's digest, in ms, ascending. */
  equalAfterMs: number[];
  digestFaults: number;
}

export interface KillPlan {
  kills: number;
  /** Of each process. */
  readers: number;
  /** Of each process. */
  writers: number;
  /** Application processes on one database; one of them is killed at a time. */
  processes: number;
  start: (process: number, port: number, kill: number) => Promise<SpawnedServer>;
  /** How a process ends, if not by `kill -9` alone. */
  end?: (server: SpawnedServer) => Promise<void>;
  /** In [0, 1). */
  random: () => number;
  progress?: (kill: number) => void;
}

/** What the writers know: which records they sent, and which of them a server said it has. */
interface Ledger {
  sent: Set<string>;
  acknowledged: Map<string, { id: string; killed: number }>;
}

const EQUAL_WITHIN_MS = 10_000;
const LIVE_WITHIN_MS = 60_000;
const MOST_WRITES_BEFORE_A_KILL = 20;

/**
 * Kills a server process under writes again and again and starts it anew, with readers attached throughout.
 * @throws Error if a server answers what it must not, or a reader is not at the server's digest 10 s after a restart
 */
export async function killUnderWrites(plan: KillPlan): Promise<KillReport> {
  const ledger: Ledger = { sent: new Set(), acknowledged: new Map() };
  const ports = await Promise.all(Array.from({ length: plan.processes }, freePort));
  const servers: SpawnedServer[] = [];
  const readers: Reader[] = [];
  const equalAfterMs: number[] = [];
  try {
    for (const [index, port] of ports.entries()) {
      const server = await plan.start(index, port, 0);
      servers.push(server);
      for (let count = 0; count < plan.readers; count += 1) {
        // The shortest pause that the jitter allows: the longest would be half of the time of every kill.
        const surroundings = { random: () => 0 };
        readers.push(createReader({ baseUrl: server.baseUrl, surroundings }));
      }
    }
    const isLive = (reader: Reader) => reader.status().connection === 'live';
    await until('all readers live', () => readers.every(isLive), LIVE_WITHIN_MS);

    for (let kill = 1; kill <= plan.kills; kill += 1) {
      const victim = Math.floor(plan.random() * plan.processes);
      await killOne(servers, victim, { plan, ledger, kill });
      servers[victim] = await plan.start(victim, ports[victim] ?? 0, kill);
      equalAfterMs.push(await msUntilEqual(servers, readers));
      plan.progress?.(kill);
    }

    const stored = await recordsOf(servers[0] as SpawnedServer);
    return {
      kills: plan.kills,
      acknowledged: ledger.acknowledged.size,
      lost: lostOf(stored, ledger),
      phantoms: [...stored.keys()].filter((title) => !ledger.sent.has(title)),
      equalAfterMs: equalAfterMs.sort((a, b) => a - b),
      digestFaults: readers.reduce((sum, reader) => sum + reader.status().digestFaults, 0),
    };
  } finally {
    for (const reader of readers) reader.close();
    await Promise.all(servers.map((server) => server.kill()));
  }
}

async function killOne(
  servers: readonly SpawnedServer[],
  victim: number,
  { plan, ledger, kill }: { plan: KillPlan; ledger: Ledger; kill: number },
): Promise<void> {
  const known = ledger.acknowledged.size;
  const running = { isOver: false };
  const writers = servers.flatMap((server, process) =>
    Array.from({ length: plan.writers }, (_, writer) =>
      writeUntilGone(server, `${kill}.${process}.${writer}`, ledger, running),
    ),
  );
  // The moment differs from kill to kill, with other writes under way.
  const wanted = known + 1 + Math.floor(plan.random() * MOST_WRITES_BEFORE_A_KILL);
  await until('some writes', () => ledger.acknowledged.size >= wanted, LIVE_WITHIN_MS);
  const server = servers[victim];
  if (server) await (plan.end?.(server) ?? server.kill());
  running.isOver = true;
  await Promise.all(writers);
}

/** Writes and corrects records as fast as they are answered, until the server is gone or it is over. */
async function writeUntilGone(
  server: SpawnedServer,
  name: string,
  ledger: Ledger,
  running: { isOver: boolean },
): Promise<void> {
  for (let count = 0; !running.isOver; count += 1) {
    const title = `Kill example ${name}.${count}`;
    ledger.sent.add(title);
    try {
      const incident = exampleIncident({ title: { en: title } });
      const created = await call(server, 'POST', '/api/v1/incidents', incident);
      if (created.status !== 201) throw new Error(`POST answered ${created.status}`);
      const { id } = created.body;
      ledger.acknowledged.set(title, { id, killed: -1 });
      if (count % 3 > 0) continue;
      const change = { killed: { best: count } };
      const changed = await call(server, 'PATCH', `/api/v1/incidents/${id}`, change);
      if (changed.status !== 200) throw new Error(`PATCH answered ${changed.status}`);
      ledger.acknowledged.set(title, { id, killed: count });
    } catch (error) {
      // A connection that breaks is the kill; any answer but success is a fault.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

async function headOf(server: SpawnedServer): Promise<Head> {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  return { epoch, seq, digest };
}

/** Until every process and every reader stands at one state, which a fresh reading of the whole snapshot gives too. */
async function msUntilEqual(
  servers: readonly SpawnedServer[],
  readers: readonly Reader[],
): Promise<number> {
  const begins = performance.now();
  let behind = () => 'nothing was read';
  const isEqual = async () => {
    const heads = await Promise.all(servers.map(headOf));
    const unlike = (state: object) => !isDeepStrictEqual({ ...heads[0] }, { ...state });
    const late = readers.filter((reader) => unlike(reader.state()));
    behind = () =>
      `servers at ${JSON.stringify(heads)}, ${late.length} of ${readers.length} readers elsewhere: ${JSON.stringify(late.slice(0, 3).map((reader) => [reader.state(), reader.status()]))}`;
    return late.length === 0 && !heads.some(unlike);
  };
  await until('equal digests at every reader', isEqual, EQUAL_WITHIN_MS, ASK_EVERY_MS).catch(
    (error) => {
      throw new Error(behind(), { cause: error });
    },
  );
  return performance.now() - begins;
}

/**
 * Every public record of the writers, by title.
 * @throws Error if two have one title, or a reading of the whole snapshot is another state than the server's
 */
async function recordsOf(
  server: SpawnedServer,
): Promise<Map<string, { id: string; killed: number }>> {
  const found = new Map<string, { id: string; killed: number }>();
  for (let cursor = ''; ; ) {
    const query = `limit=1000&origin=recorded${cursor}`;
    const { status, body } = await call(server, 'GET', `/api/v1/incidents?${query}`);
    if (status !== 200) throw new Error(`the list answered ${status}`);
    for (const { id, properties } of body.features) {
      const { title, killed } = properties;
      if (found.has(title.en)) throw new Error(`two records are called ${title.en}`);
      found.set(title.en, { id, killed: killed?.best ?? -1 });
    }
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  const { head } = await readByHttp(server.baseUrl);
  const own = await headOf(server);
  if (!isDeepStrictEqual({ ...head }, own)) throw new Error('the snapshot is another state');
  return found;
}

function lostOf(stored: Awaited<ReturnType<typeof recordsOf>>, { acknowledged }: Ledger): string[] {
  return [...acknowledged].flatMap(([title, { id, killed }]) => {
    const record = stored.get(title);
    if (record?.id !== id) return [title];
    // A correction may have been stored although its answer was cut off; never the other way round.
    return killed >= 0 && record.killed !== killed ? [`the correction of ${title}`] : [];
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((settle) => probe.listen(0, '127.0.0.1', settle));
  const address = probe.address();
  await new Promise((settle) => probe.close(settle));
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
