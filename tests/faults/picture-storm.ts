import { setTimeout as delay } from 'node:timers/promises';
import { followLive } from '../support/live-client';
import { spawnServer } from '../support/spawn-server';
import { headOf, post } from './ask-server';
import { residentKb } from './process-figures';
import { quantile, type Result } from './results';

const ASKED_AT_ONCE = 64;
const PICTURES_OF_ONE = 20;
const CHANGE_EVERY_MS = 250;
const HEALTH_EVERY_MS = 100;
/** A change is on the screens within a second; heartbeats come every few. */
const LATEST_CHANGE_MS = 1_000;
const LATEST_HEALTH_MS = 500;
const MOST_GROWTH_MB = 250;
const PATIENCE_MS = 20_000;

interface Storm {
  drawn: number;
  refused: number;
  other: number;
  secondsAll: number;
  drawMs: number[];
  changeMs: number[];
  healthMs: number[];
  megabytesBefore: number;
  megabytesAfter: number;
}

/**
 * Pictures of so many different addresses are asked for as fast as they are answered or refused, while a reader follows the
 * feed, records change and a supervisor asks whether the process lives.
 */
export async function pictureStorm({
  addresses,
  say,
}: {
  addresses: number;
  say: (line: string) => void;
}): Promise<Result> {
  const server = await spawnServer({
    mode: 'demo',
    arguments: ['--still', '--seed', '7'],
    isBundled: true,
    pages: true,
    environment: { TRUST_PROXY: 'yes' },
    patienceMs: 120_000,
  });
  const follower = await followLive(server.baseUrl);
  const { reader } = follower;
  try {
    const alone = await drawAlone(server.baseUrl);
    // The first round fills what is kept, so that the second shows what grows.
    await storm(server, reader, addresses / 2, 0);
    const seen = await storm(server, reader, addresses, addresses);
    const told = `${tell(seen)}; one at a time a picture took ${quantile(alone, 0.5).toFixed(0)} ms (median of ${alone.length})`;
    say(told);
    return {
      scenario: 'picture storm',
      what: `${addresses} different addresses of pictures, ${ASKED_AT_ONCE} at once, of a demo with ${(await headOf(server)).seq} records and changes, while one changes every ${CHANGE_EVERY_MS} ms and a reader follows`,
      seen: told,
      held: isHeld(seen),
    };
  } finally {
    follower.close();
    await server.stop();
  }
}

type Server = Awaited<ReturnType<typeof spawnServer>>;
type Reader = Awaited<ReturnType<typeof followLive>>['reader'];

function isHeld({
  other,
  drawn,
  changeMs,
  healthMs,
  megabytesBefore,
  megabytesAfter,
}: Storm): boolean {
  return (
    other === 0 &&
    drawn > 0 &&
    quantile(changeMs, 1) <= LATEST_CHANGE_MS &&
    quantile(healthMs, 1) <= LATEST_HEALTH_MS &&
    megabytesAfter - megabytesBefore <= MOST_GROWTH_MB
  );
}

function tell(seen: Storm): string {
  const at = (list: number[], share: number) => quantile(list, share).toFixed(0);
  return `${seen.drawn} drawn and ${seen.refused} refused with 503 in ${seen.secondsAll.toFixed(1)} s, ${seen.other} other answers; a change was on the screen after ${at(seen.changeMs, 0.5)} ms (median), ${at(seen.changeMs, 1)} ms (longest); health after ${at(seen.healthMs, 0.5)} and ${at(seen.healthMs, 1)} ms; server ${seen.megabytesBefore} MB before and ${seen.megabytesAfter} MB after`;
}

/** An address that no other is like: by its camera. */
function addressOf(number: number): string {
  const lng = (2.5 + (number % 97) * 0.04).toFixed(3);
  const lat = (49.5 + Math.floor(number / 97) * 0.02).toFixed(3);
  return `/preview.png?lang=nl&c=${lng},${lat},${(7 + (number % 5) / 2).toFixed(1)}`;
}

/** As of many callers, since each has a bound of its own: what is tried is what all of them together can do. */
function callerOf(number: number): Record<string, string> {
  const caller = Math.floor(number / PICTURES_OF_ONE);
  return { 'x-forwarded-for': `10.0.${Math.floor(caller / 250)}.${(caller % 250) + 1}` };
}

async function drawAlone(baseUrl: string): Promise<number[]> {
  const taken: number[] = [];
  for (let number = 0; number < 25; number += 1) {
    const startMs = performance.now();
    await (await fetch(baseUrl + addressOf(8_000 + number))).arrayBuffer();
    // The first few read the map and warm the threads.
    if (number >= 5) taken.push(performance.now() - startMs);
  }
  return taken.sort((a, b) => a - b);
}

async function storm(
  server: Server,
  reader: Reader,
  addresses: number,
  offset: number,
): Promise<Storm> {
  const seen: Storm = {
    drawn: 0,
    refused: 0,
    other: 0,
    secondsAll: 0,
    drawMs: [],
    changeMs: [],
    healthMs: [],
    megabytesBefore: Math.round(residentKb(server.process.pid ?? 0) / 1_024),
    megabytesAfter: 0,
  };
  const run = { isOver: false };
  const watching = [
    changeUntilOver(server, reader, seen, run),
    askHealthUntilOver(server, seen, run),
  ];
  const startMs = performance.now();
  let next = 0;
  const ask = async () => {
    while (next < addresses) {
      const number = next;
      next += 1;
      const begunMs = performance.now();
      const answer = await fetch(server.baseUrl + addressOf(offset + number), {
        headers: callerOf(offset + number),
      });
      await answer.arrayBuffer();
      if (answer.status === 200) {
        seen.drawn += 1;
        seen.drawMs.push(performance.now() - begunMs);
      } else if (answer.status === 503 && answer.headers.get('retry-after')) {
        seen.refused += 1;
        await delay(50);
      } else seen.other += 1;
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, ask));
  seen.secondsAll = (performance.now() - startMs) / 1_000;
  run.isOver = true;
  await Promise.all(watching);
  for (const list of [seen.drawMs, seen.changeMs, seen.healthMs]) list.sort((a, b) => a - b);
  seen.megabytesAfter = Math.round(residentKb(server.process.pid ?? 0) / 1_024);
  return seen;
}

async function changeUntilOver(
  server: Server,
  reader: Reader,
  seen: Storm,
  run: { isOver: boolean },
): Promise<void> {
  while (!run.isOver) {
    const startMs = performance.now();
    await post(server);
    const { seq } = await headOf(server);
    while (reader.seq < seq && performance.now() - startMs < PATIENCE_MS) await delay(5);
    seen.changeMs.push(performance.now() - startMs);
    await delay(CHANGE_EVERY_MS);
  }
}

async function askHealthUntilOver(
  server: Server,
  seen: Storm,
  run: { isOver: boolean },
): Promise<void> {
  while (!run.isOver) {
    const startMs = performance.now();
    await (await fetch(`${server.baseUrl}/health`)).arrayBuffer();
    seen.healthMs.push(performance.now() - startMs);
    await delay(HEALTH_EVERY_MS);
  }
}
