import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeBatch } from '@/lib/protocol/changes';
import { followLive } from '../support/live-client';
import { spawnServer } from '../support/spawn-server';
import { headOf, post } from './ask-server';
import { cpuSeconds, requireOpenFiles, residentKb } from './process-figures';
import type { Dialect } from './raw-reader';
import { AnsweringProcess, RawReaders } from './raw-readers';
import type { Result } from './results';

const CHANGE_EVERY_MS = 500;
const SETTLE_MS = 5_000;
const ALONE_SECONDS = 15;
const LONGEST_P99_MS = 200;

export interface FanOutPlan {
  clients: number;
  /** For how long, two changes a second. */
  seconds: number;
  say: (line: string) => void;
}

/** What one server cost and how soon its clients had what it sent. */
interface FanOutFigures {
  changes: number;
  /** Of `clients * changes`. */
  received: number;
  heartbeats: number;
  delayMs: { p50: number; p99: number; most: number };
  /** Processor time of the server, all threads. */
  cpuSeconds: number;
  /** Of it, what as many changes cost while nobody is there. */
  cpuSecondsAlone: number;
  /** The rest of it for one frame that a client got, changes and heartbeats. */
  cpuMicrosPerFrame: number;
  kbPerClient: number;
}

/** A server with thousands of readers at it. */
interface Audience {
  readers: RawReaders;
  pid: number;
  residentKbBefore: number;
  /** Processor time of one change while nobody is there. */
  cpuSecondsPerChange: number;
}

/** Every change reaches every one of thousands of readers in time; beside bare servers that send as much. */
export async function fanOut(plan: FanOutPlan): Promise<Result> {
  const { clients, seconds, say } = plan;
  const ours = await measureHavenwacht(plan);
  say(`Havenwacht: ${tell(ours.figures)}`);
  const bareSocketIo = await measureBare('socket.io', plan, ours.sample);
  say(`bare socket.io: ${tell(bareSocketIo)}`);
  const bareWs = await measureBare('ws', plan, ours.sample);
  say(`bare ws: ${tell(bareWs)}`);
  const { figures } = ours;
  return {
    scenario: 'fan-out',
    what: `${clients} raw clients on one process, 2 changes a second for ${seconds} s, batches of ${JSON.stringify(ours.sample).length} bytes; then the same from a bare socket.io server and a bare ws server. Clients share the cores; delays of ours count from the time that the transaction bears, before it is written`,
    seen: `${figures.received} of ${clients * figures.changes} received, ${ours.gaps} gaps, digests ${ours.digestsEqual ? 'equal' : 'NOT equal'}. Havenwacht: ${tell(figures)}; bare socket.io: ${tell(bareSocketIo)}; bare ws: ${tell(bareWs)}`,
    held:
      figures.received === clients * figures.changes &&
      ours.gaps === 0 &&
      ours.digestsEqual &&
      figures.delayMs.p99 <= LONGEST_P99_MS,
  };
}

function tell(figures: FanOutFigures): string {
  const { delayMs, cpuMicrosPerFrame, cpuSeconds, cpuSecondsAlone, kbPerClient } = figures;
  const alone =
    cpuSecondsAlone > 0 ? `, ${cpuSecondsAlone.toFixed(1)} s of it without clients` : '';
  return `${delayMs.p50} ms (median), ${delayMs.p99} ms (p99), ${delayMs.most} ms (most), ${cpuMicrosPerFrame.toFixed(1)} µs of CPU a frame (${cpuSeconds.toFixed(1)} s in all${alone}), ${kbPerClient.toFixed(1)} kB a client`;
}

async function measureHavenwacht({ clients, seconds }: FanOutPlan) {
  const server = await spawnServer({ isBundled: true });
  const readers = await RawReaders.start();
  try {
    const pid = server.process.pid ?? 0;
    requireOpenFiles(pid, clients);
    requireOpenFiles(readers.process.pid, clients);
    // The first record is slower than the others: it is not part of what is measured.
    await post(server);
    const cpuBefore = cpuSeconds(pid);
    const changesAlone = await changeAtPace(ALONE_SECONDS, () => post(server));
    const cpuSecondsPerChange = (cpuSeconds(pid) - cpuBefore) / changesAlone;
    await delay(SETTLE_MS);
    const residentKbBefore = residentKb(pid);
    const state = await headOf(server);
    const { baseUrl } = server;
    await readers.open({
      dialect: 'live',
      baseUrl,
      count: clients,
      state,
      compresses: true,
      comesBack: false,
      seed: 1,
    });
    const control = await followLive(baseUrl);
    const audience = { readers, pid, residentKbBefore, cpuSecondsPerChange };
    const figures = await measure(audience, clients, seconds, () => post(server));
    const head = await headOf(server);
    const { atHead, gaps } = await readers.report(head);
    const digestsEqual = control.reader.digest === head.digest && atHead === clients;
    const sample = control.client.batches.at(-1) as ChangeBatch;
    control.close();
    return { figures, gaps, digestsEqual, sample };
  } finally {
    await readers.end();
    await server.stop();
  }
}

async function measureBare(
  dialect: Exclude<Dialect, 'live'>,
  { clients, seconds }: FanOutPlan,
  sample: ChangeBatch,
): Promise<FanOutFigures> {
  const server = await AnsweringProcess.start('bare-server.ts');
  const readers = await RawReaders.start();
  try {
    const baseUrl = await server.ask<string>('serve', dialect);
    await delay(SETTLE_MS);
    const residentKbBefore = residentKb(server.pid);
    await readers.open({
      dialect,
      baseUrl,
      count: clients,
      state: null,
      compresses: true,
      comesBack: false,
      seed: 1,
    });
    let { from } = sample;
    const audience = { readers, pid: server.pid, residentKbBefore, cpuSecondsPerChange: 0 };
    return await measure(audience, clients, seconds, () => {
      from += 1;
      return readers.say(JSON.stringify({ ...sample, from, to: from + 1 }));
    });
  } finally {
    await readers.end();
    await server.end();
  }
}

/** Makes changes at the pace of the promise and reads off what became of them. */
async function measure(
  { readers, pid, residentKbBefore, cpuSecondsPerChange }: Audience,
  clients: number,
  seconds: number,
  change: () => Promise<unknown>,
): Promise<FanOutFigures> {
  await delay(SETTLE_MS);
  await readers.report(null, true);
  const cpuBefore = cpuSeconds(pid);
  const changes = await changeAtPace(seconds, change);
  const cpu = cpuSeconds(pid) - cpuBefore;
  const alone = changes * cpuSecondsPerChange;
  const { heartbeats } = await readers.report(null);
  // What is late is counted, but the time that it takes is not the minute's.
  await delay(SETTLE_MS);
  const { changes: received, batches, delayMs } = await readers.report(null);
  return {
    changes,
    received,
    heartbeats,
    delayMs,
    cpuSeconds: cpu,
    cpuSecondsAlone: alone,
    cpuMicrosPerFrame: ((cpu - alone) * 1e6) / (batches + heartbeats),
    kbPerClient: (residentKb(pid) - residentKbBefore) / clients,
  };
}

/** Makes two changes a second for that long, and lets the last one go out; how many it made. */
async function changeAtPace(seconds: number, change: () => Promise<unknown>): Promise<number> {
  const changes = (seconds * 1_000) / CHANGE_EVERY_MS;
  const beganMs = performance.now();
  for (let count = 0; count < changes; count += 1) {
    await delay(Math.max(0, beganMs + count * CHANGE_EVERY_MS - performance.now()));
    await change();
  }
  await delay(CHANGE_EVERY_MS);
  return changes;
}
