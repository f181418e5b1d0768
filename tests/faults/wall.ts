import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { MemoryProbe } from '../soak/probe-memory';
import { WallRig, type WallRigOptions } from '../support/wall-rig';
import { post } from './ask-server';
import type { Result } from './results';

const SCENE_MS = 5_000;
const ADDRESS = '/en/wall?scene=map~5~&scene=map-and-ticker~5~&breaking=none';
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nine and a half seconds of silence, and what a busy machine's timers add. */
const BAND_WITHIN_MS = 11_000;
const PATIENCE_MS = 3 * MINUTE_MS;
const LOSSES = 50;
const UNRESTORED_EVERY = 10;
/** Of a new build's jitter of 90 s. */
const EARLY = 0.05;
const ROOT = resolve(import.meta.dirname, '../..');

interface Seen {
  seen: string;
  held: boolean;
}

/** What is done to one wall, and what then has to hold beside equal digests and no document but those that are expected. */
interface Fault {
  name: string;
  what: string;
  options?: Partial<WallRigOptions>;
  /** Documents that the wall opens in all. */
  documents?: number;
  run: (rig: WallRig) => Promise<Seen>;
}

const FAULTS: readonly Fault[] = [
  {
    name: 'killed for 1 s',
    what: 'the server is killed (kill -9) and answers again after a second',
    run: (rig) => away(rig, { realMs: SECOND_MS, skippedMs: 0, level: null }),
  },
  {
    name: 'killed for 30 s',
    what: 'the server is killed and started 30 s later, with a record written since',
    run: (rig) => away(rig, { realMs: 30 * SECOND_MS, skippedMs: 0, level: 'band' }),
  },
  {
    name: 'killed for 10 min',
    what: "the server is killed; ten minutes pass on the screen's monotonic clock; it is started with a record written since",
    run: (rig) => away(rig, { realMs: SECOND_MS, skippedMs: 10 * MINUTE_MS, level: 'broad' }),
  },
  {
    name: 'frozen',
    what: 'the server process is stopped (SIGSTOP) until the wall says so, and goes on 20 s later',
    run: frozen,
  },
  {
    name: 'network cut',
    what: 'no byte passes between wall and server, and nobody is told; then every connection breaks and new ones are refused; then all flows again',
    run: cut,
  },
  {
    name: 'context lost',
    what: `the map's WebGL context is taken away ${LOSSES} times, each tenth time without being given back`,
    run: contexts,
  },
  ...[HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS].map(
    (calendarMs): Fault => ({
      name: `clock ${calendarMs > 0 ? '+' : '-'}${Math.abs(calendarMs) / HOUR_MS} h`,
      what: "the screen's calendar clock is wrong from the start, and is then put right while the wall runs",
      options: { clock: { calendarMs } },
      run: wrongClock,
    }),
  ),
  {
    name: 'two builds',
    what: 'the server is started anew with another build, and then with a third',
    options: { clock: { random: EARLY }, environment: { HAVENWACHT_BUILD: 'first' } },
    documents: 3,
    run: builds,
  },
  {
    name: 'older backup',
    what: 'five records are published after a backup, which then is restored while the wall stands',
    run: restored,
  },
];

/** Each fault whose name has `only` in it, on a wall of its own. */
export async function wallFaults({
  only,
  say,
}: {
  only: string;
  say: (line: string) => void;
}): Promise<Result[]> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const results: Result[] = [];
    for (const fault of FAULTS.filter(({ name }) => name.includes(only))) {
      results.push(await suffer(browser, fault));
      say(`${fault.name}: ${results.at(-1)?.seen}`);
    }
    return results;
  } finally {
    await browser.close();
  }
}

async function suffer(browser: Browser, fault: Fault): Promise<Result> {
  const { name, what, options, documents = 1 } = fault;
  const scenario = `wall, ${name}`;
  let rig: WallRig | null = null;
  try {
    rig = await WallRig.open(browser, { address: ADDRESS, patienceMs: PATIENCE_MS, ...options });
    const { seen, held } = await fault.run(rig);
    await rig.untilEqual();
    const isCalm = rig.documents === documents && rig.errors.length === 0;
    const told = [
      seen,
      'digests equal',
      `${rig.documents} of ${documents} documents`,
      ...rig.errors.map((error) => `thrown: ${error}`),
    ];
    return { scenario, what, seen: told.join('; '), held: held && isCalm };
  } catch (error) {
    return { scenario, what, seen: `${String(error)}; ${rig?.documents} documents`, held: false };
  } finally {
    await rig?.close();
  }
}

/** Gone for a time of which some is only skipped on the screen's clock. */
async function away(
  rig: WallRig,
  { realMs, skippedMs, level }: { realMs: number; skippedMs: number; level: string | null },
): Promise<Seen> {
  const goneMs = performance.now();
  await rig.kill();
  if (skippedMs > 0) await rig.moveClock({ skippedMs });
  if (level !== null) {
    const isSaid = async () => (await rig.band()) === level;
    await rig.eventually(`the band "${level}"`, isSaid, BAND_WITHIN_MS);
  }
  const saidMs = performance.now() - goneMs;
  await pause(Math.max(0, realMs - saidMs));
  await rig.start();
  await post(rig.server);
  const backMs = performance.now();
  await rig.untilEqual();
  const currentMs = performance.now() - backMs;
  // A reload that was being thought of would come by now.
  await pause(20 * SECOND_MS);
  const said = level === null ? 'no band asked for' : `band "${level}" after ${inSeconds(saidMs)}`;
  return { seen: `${said}; current ${inSeconds(currentMs)} after the return`, held: true };
}

async function frozen(rig: WallRig): Promise<Seen> {
  const stoppedMs = performance.now();
  rig.server.process.kill('SIGSTOP');
  await rig.eventually('a band', async () => (await rig.band()) !== null, BAND_WITHIN_MS);
  const saidMs = performance.now() - stoppedMs;
  await pause(20 * SECOND_MS);
  rig.server.process.kill('SIGCONT');
  const backMs = performance.now();
  await rig.untilEqual();
  return {
    seen: `band after ${inSeconds(saidMs)}; current ${inSeconds(performance.now() - backMs)} after the thaw`,
    held: true,
  };
}

async function cut(rig: WallRig): Promise<Seen> {
  const cutMs = performance.now();
  rig.proxy.silence();
  await post(rig.server);
  await rig.eventually('a band', async () => (await rig.band()) !== null, BAND_WITHIN_MS);
  const saidMs = performance.now() - cutMs;
  rig.proxy.refuses = 'everything';
  rig.proxy.cut();
  await pause(10 * SECOND_MS);
  const isStillSaid = (await rig.band()) !== null;
  rig.proxy.refuses = 'nothing';
  rig.proxy.flow();
  const backMs = performance.now();
  await rig.untilEqual();
  return {
    seen: `band after ${inSeconds(saidMs)}; current ${inSeconds(performance.now() - backMs)} after the return`,
    held: isStillSaid,
  };
}

async function contexts(rig: WallRig): Promise<Seen> {
  const probe = await MemoryProbe.on(rig.page);
  const lose = async (count: number) => {
    for (let loss = 1; loss <= count; loss += 1) {
      await rig.loseContext(loss % UNRESTORED_EVERY !== 0);
      await rig.untilDrawn();
    }
  };
  // One of each kind, so that what they need once is no growth.
  await lose(UNRESTORED_EVERY);
  const before = await probe.measure();
  await lose(LOSSES - UNRESTORED_EVERY);
  const after = await probe.measure();
  const listeners = after.listeners - before.listeners;
  const nodes = after.domNodes - before.domNodes;
  const megabytes = (after.pageHeapBytes - before.pageHeapBytes) / 1_024 ** 2;
  return {
    seen: `drawn anew after each; listeners ${before.listeners} to ${after.listeners}, DOM nodes ${before.domNodes} to ${after.domNodes}, the page's heap ${megabytes.toFixed(1)} MB more after the last 40`,
    held: listeners < LOSSES && nodes < LOSSES && megabytes < 10,
  };
}

async function wrongClock(rig: WallRig): Promise<Seen> {
  await post(rig.server);
  await rig.untilEqual();
  const wrong = await rig.sceneErrorsMs(SCENE_MS);
  await rig.moveClock({ calendarMs: 0 });
  await post(rig.server);
  await rig.untilEqual();
  const right = await rig.sceneErrorsMs(SCENE_MS);
  const errors = [...wrong, ...right];
  return {
    seen: `scenes changed at most ${Math.max(...errors).toFixed(0)} ms from the server's time; clock and "as of" are the server's`,
    held: errors.every((ms) => ms < 1_000) && (await tellsServerTime(rig)),
  };
}

/** Whether the wall's clock and the time of its state are within a minute of this machine's, as Brussels has it. */
async function tellsServerTime(rig: WallRig): Promise<boolean> {
  const format = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/Brussels',
  });
  const nowMs = Date.now();
  const minutes = [nowMs - MINUTE_MS, nowMs, nowMs + MINUTE_MS].map((ms) => format.format(ms));
  const [clock, asOf, day] = await rig.page.evaluate(() => [
    document.querySelector('header p b')?.textContent ?? '',
    document.getElementById('feed-status')?.textContent ?? '',
    document.querySelector('header p span')?.textContent ?? '',
  ]);
  const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'Europe/Brussels' });
  return (
    minutes.includes(clock ?? '') &&
    minutes.some((minute) => asOf?.includes(minute)) &&
    new RegExp(`\\b${today.format(nowMs)}\\b`).test(day ?? '')
  );
}

async function builds(rig: WallRig): Promise<Seen> {
  const told: string[] = [];
  let held = true;
  for (const [index, build] of ['second', 'third'].entries()) {
    await rig.kill();
    await rig.start({ HAVENWACHT_BUILD: build });
    const startedMs = performance.now();
    const isReloaded = async () => rig.documents === index + 2;
    await rig.eventually(`a reload for the ${build} build`, isReloaded);
    const besideMs = rig.openedAtMs % SCENE_MS;
    held &&= Math.min(besideMs, SCENE_MS - besideMs) < 2_500;
    told.push(`${inSeconds(performance.now() - startedMs)} after the start`);
    await rig.untilEqual();
    // Longer than what a screen waits for a build and its scene.
    await pause(20 * SECOND_MS);
  }
  return { seen: `reloaded once for each, ${told.join(' and ')}, at a scene's end`, held };
}

async function restored(rig: WallRig): Promise<Seen> {
  const { baseUrl, token, dataDir } = rig.server;
  const authorization = `Bearer ${token}`;
  const backup = await fetch(`${baseUrl}/api/v1/admin/backup`, { headers: { authorization } });
  const path = join(dataDir, '..', `wall-${process.pid}.ndjson.gz`);
  writeFileSync(path, Buffer.from(await backup.arrayBuffer()));
  for (let index = 0; index < 5; index += 1) await post(rig.server);
  await rig.untilEqual();
  const before = await rig.page.locator('#feed-status').getAttribute('data-epoch');
  await rig.stop();
  const restore = ['--import', 'tsx', 'lib/cli/restore.ts', path, '--replace'];
  const environment = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' };
  await promisify(execFile)(process.execPath, restore, { cwd: ROOT, env: environment });
  await rig.start();
  await rig.untilEqual();
  const after = await rig.page.locator('#feed-status').getAttribute('data-epoch');
  return { seen: 'the new epoch came with a reset', held: before !== after };
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / SECOND_MS).toFixed(1)} s`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, milliseconds));
}
