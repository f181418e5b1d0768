import type { IncomingMessage } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { readHead } from '@/db/read-log';
import type { AdminToken } from './admin-token';
import type { PartitionKeeper } from './partition-keeper';
import type { Services } from './services';
import type { Settings } from './settings';

/** From below a poke to above the poll's second. */
const DELAY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** What a server counts about itself; `text` is Prometheus' format. */
export interface Metrics {
  request: (route: string, status: number) => void;
  refused: (limit: 'read' | 'write' | 'socket') => void;
  slowReaderDropped: () => void;
  /** From the time that a transaction bears to the moment its batch is handed to the sockets. */
  sent: (delayMs: number) => void;
  /** Names what is read off at each question; called once, when the server stands. */
  watch: (watched: Watched) => void;
  text: () => Promise<{ body: string; type: string }>;
}

interface Watched {
  database: Services['database'];
  tail: Services['tail'];
  partitions: Pick<PartitionKeeper, 'facts'>;
  connections: () => number;
}

/** A registry of its own for each server, so that two in one process do not count together. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'havenwacht_http_requests_total',
    help: 'HTTP requests by route and status',
    labelNames: ['route', 'status'],
    registers,
  });
  const refusals = new Counter({
    name: 'havenwacht_rate_limited_total',
    help: 'Requests and socket messages refused by a limit',
    labelNames: ['limit'],
    registers,
  });
  const dropped = new Counter({
    name: 'havenwacht_slow_readers_dropped_total',
    help: 'Readers dropped because too much was unsent to them',
    registers,
  });
  const delays = new Histogram({
    name: 'havenwacht_commit_to_send_seconds',
    help: 'From the time that a transaction bears to its batch being handed to the sockets',
    buckets: DELAY_BUCKETS,
    registers,
  });
  return {
    request: (route, status) => requests.inc({ route, status: String(status) }),
    refused: (limit) => refusals.inc({ limit }),
    slowReaderDropped: () => dropped.inc(),
    sent: (delayMs) => delays.observe(Math.max(0, delayMs) / 1000),
    watch: (watched) => {
      watchFeed(registers, watched);
      watchPartitions(registers, watched);
    },
    text: async () => ({ body: await registry.metrics(), type: registry.contentType }),
  };
}

function watchFeed(registers: Registry[], { database, tail, connections }: Watched): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `havenwacht_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('connections', 'Readers connected to /live', connections);
  gauge('seq', 'Seq that this process has handed out', () => tail.head.seq);
  gauge('database_up', '1 while the log was read within the last seconds', () =>
    Number(tail.isCurrent),
  );
  new Gauge({
    name: 'havenwacht_seq_lag',
    help: 'Changes in the database that this process has not handed out; absent while it is away',
    registers,
    async collect() {
      this.reset();
      const head = await readHead(database).catch(() => null);
      if (head) this.set(Math.max(0, head.seq - tail.head.seq));
      else this.remove();
    },
  });
}

function watchPartitions(registers: Registry[], { partitions }: Watched): void {
  const gauge = (
    name: string,
    help: string,
    read: (facts: PartitionKeeper['facts']) => number | null,
  ) =>
    new Gauge({
      name: `havenwacht_${name}`,
      help,
      registers,
      collect() {
        const value = read(partitions.facts);
        if (value === null) this.remove();
        else this.set(value);
      },
    });
  gauge('partitions', 'Partitions of the current manifest', (facts) => facts.count);
  gauge('partition_bytes', 'Their bytes, uncompressed', (facts) => facts.bytes);
  gauge('partition_age_seconds', 'Since the change that the manifest is true for', (facts) =>
    facts.committedAt === null ? null : (Date.now() - Date.parse(facts.committedAt)) / 1000,
  );
  gauge('partition_builds', 'Manifests that this process has built', (facts) => facts.builds);
}

/**
 * Whether a request may read the metrics: with the admin token, or by `METRICS`. A request that a proxy passed on does
 * not come from this machine, even where the proxy stands on it.
 */
export function mayReadMetrics(
  { METRICS }: Pick<Settings, 'METRICS'>,
  token: Pick<AdminToken, 'accepts'>,
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
): boolean {
  const { headers, socket } = request;
  if (METRICS === 'public' || token.accepts(headers.authorization ?? null)) return true;
  const isPassedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !isPassedOn && /^(?:127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}
