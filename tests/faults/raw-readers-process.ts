import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Head, Manifest } from '@/lib/protocol/changes';
import { RECONNECT_MAX_MS } from '@/lib/protocol/version';
import { jittered } from '@/lib/store/feed-link';
import { seededRandom } from '../support/incident-inputs';
import { type Dialect, RawReader, type ReaderSurroundings } from './raw-reader';

// Run as a child process: thousands of readers in a process of their own, so that what the server costs can be read off
// the server's. Answers the orders of `RawReaders` one for one.

export interface OpenOrder {
  dialect: Dialect;
  /** `http://HOST:PORT` */
  baseUrl: string;
  count: number;
  /** What each of them holds when it comes; null: nothing. */
  state: Head | null;
  compresses: boolean;
  comesBack: boolean;
  seed: number;
}

export interface ReadersReport {
  open: number;
  live: number;
  /** Of the live ones: those that have the given head behind them. */
  current: number;
  /** Of the live ones: those that stand at it, with its digest. */
  atHead: number;
  /** Since the last report that asked for a fresh count. */
  batches: number;
  changes: number;
  heartbeats: number;
  /** From the time that a batch bears until this process had it, in ms; at these shares of all batches. */
  delayMs: { p50: number; p99: number; most: number };
  gaps: number;
  snapshots: number;
}

export interface ReportOrder {
  head: Head | null;
  startsAnew: boolean;
}

type Order =
  | { id: number; name: 'open'; of: OpenOrder }
  | { id: number; name: 'report'; of: ReportOrder }
  | { id: number; name: 'say'; of: string }
  | { id: number; name: 'forget'; of: null }
  | { id: number; name: 'close'; of: null };

const OPENING_AT_ONCE = 50;
const LONGEST_DELAY_MS = 60_000;

const readers: RawReader[] = [];
let delays = new Uint32Array(LONGEST_DELAY_MS + 1);
let changesReceived = 0;
let heartbeats = 0;

async function open(order: OpenOrder): Promise<number> {
  const { dialect, baseUrl, count, state, compresses, comesBack, seed } = order;
  const random = seededRandom(seed);
  const around: ReaderSurroundings = {
    dialect,
    url: baseUrl.replace(/^http/, 'ws'),
    random,
    compresses,
    comesBack,
    received: (changes, delayMs) => {
      changesReceived += changes;
      const bucket = Math.min(LONGEST_DELAY_MS, Math.max(0, Math.round(delayMs)));
      delays[bucket] = (delays[bucket] ?? 0) + 1;
    },
    heartbeat: () => {
      heartbeats += 1;
    },
    loadSnapshot: () => loadSnapshot(baseUrl, random),
  };
  const fresh = Array.from({ length: count }, () => new RawReader(around, state));
  readers.push(...fresh);
  const waiting = fresh.values();
  const openInTurn = async () => {
    for (const reader of waiting) await reader.open();
  };
  await Promise.all(Array.from({ length: OPENING_AT_ONCE }, openInTurn));
  return fresh.filter(({ isLive }) => isLive).length;
}

function report({ head, startsAnew }: ReportOrder): ReadersReport {
  const live = readers.filter(({ isLive }) => isLive);
  const stands = ({ state }: RawReader) =>
    state?.seq === head?.seq && state?.digest === head?.digest;
  const told = {
    open: readers.length,
    live: live.length,
    current: live.filter(({ state }) => (state?.seq ?? 0) >= (head?.seq ?? 0)).length,
    atHead: live.filter(stands).length,
    batches: delays.reduce((sum, count) => sum + count, 0),
    changes: changesReceived,
    heartbeats,
    delayMs: { p50: delayAt(0.5), p99: delayAt(0.99), most: delayAt(1) },
    gaps: readers.reduce((sum, reader) => sum + reader.gaps, 0),
    snapshots: readers.reduce((sum, reader) => sum + reader.snapshots, 0),
  };
  if (startsAnew) {
    delays = new Uint32Array(LONGEST_DELAY_MS + 1);
    changesReceived = 0;
    heartbeats = 0;
  }
  return told;
}

/** The delay in ms that a share of all batches did not exceed. */
function delayAt(share: number): number {
  const wanted = share * delays.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  return Math.max(
    0,
    delays.findIndex((count) => {
      seen += count;
      return count > 0 && seen >= wanted;
    }),
  );
}

const agent = new Agent({ keepAlive: true });
let parsed: { text: string; manifest: Manifest } | null = null;

/** Manifest and all partitions, as a browser asks for them; what they hold is let go. */
async function loadSnapshot(baseUrl: string, random: () => number): Promise<Head> {
  const text = (await downloadInTheEnd(`${baseUrl}/api/v1/snapshot`, random)).toString();
  if (text !== parsed?.text) parsed = { text, manifest: JSON.parse(text) as Manifest };
  const { epoch, seq, digest, partitions } = parsed.manifest;
  for (const { url } of partitions) await downloadInTheEnd(baseUrl + url, random, 'br');
  return { epoch, seq, digest };
}

/** Asks again for what the server is too busy to give. */
async function downloadInTheEnd(
  url: string,
  random: () => number,
  encoding = 'identity',
): Promise<Buffer> {
  for (;;) {
    const bytes = await download(url, encoding).catch(() => null);
    if (bytes) return bytes;
    await delay(jittered(random, RECONNECT_MAX_MS));
  }
}

function download(url: string, encoding: string): Promise<Buffer> {
  return new Promise((settle, reject) => {
    const request = get(url, { agent, headers: { 'accept-encoding': encoding } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) settle(Buffer.concat(chunks));
        else reject(new Error(`${url} answered ${answer.statusCode}`));
      });
    });
    request.on('error', reject);
  });
}

async function obey(order: Order): Promise<unknown> {
  if (order.name === 'open') return open(order.of);
  if (order.name === 'report') return report(order.of);
  if (order.name === 'say') return readers[0]?.say(order.of);
  if (order.name === 'forget') {
    for (const reader of readers) reader.state = null;
    return null;
  }
  for (const reader of readers.splice(0)) reader.close();
  return null;
}

process.on('message', (order: Order) => {
  obey(order).then(
    (result) => process.send?.({ id: order.id, result }),
    (error: Error) => process.send?.({ id: order.id, error: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0, result: 'ready' });
