import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { leastOf, MemoryProbe, type PageMemory } from '../soak/probe-memory';
import { WallRig, type WallRigOptions } from '../support/wall-rig';
import { post } from './ask-server';
import { isAtSceneEnd, lossFaults, sceneErrorsMs } from './judge-wall';
import type { Result } from './results';
import { renewed, revoked } from './screen-credentials';

/** A round of 11 s divides no hour. */
const SCENE_SECONDS = [5, 6] as const;
/** Long beside what a reload takes, so that one at any other time shows. */
const BUILD_SCENE_SECONDS = 20;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** What a wrong clock is wrong by beside whole hours: half a scene, so that whoever goes by it changes scenes at another time. */
const BESIDE_HOURS_MS = 2_300;
/** Nine and a half seconds of silence, and what a busy machine's timers add. */
const BAND_WITHIN_MS = 11_000;
/** From the return of the server, or of the network, until the wall has its state and says nothing of silence any more. */
const BACK_WITHIN_MS = 15_000;
const PATIENCE_MS = 3 * MINUTE_MS;
const LOSSES = 50;
const UNRESTORED_EVERY = 10;
const MEASURES = 3;
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
  ...[1, -1, 24, -24].map((hours): Fault => {
    const calendarMs = Math.sign(hours) * (Math.abs(hours) * HOUR_MS + BESIDE_HOURS_MS);
    return {
      name: `clock ${hours > 0 ? '+' : '-'}${Math.abs(hours)} h`,
      what: `the screen's calendar clock is wrong from the start, by ${BESIDE_HOURS_MS / SECOND_MS} s beside the hours, and is then put right while the wall runs`,
      options: { clock: { calendarMs } },
      run: (rig) => wrongClock(rig, calendarMs),
    };
  }),
  {
    name: 'two builds',
    what: 'the server is started anew with another build, and then with a third',
    options: {
      address: addressOf([BUILD_SCENE_SECONDS, BUILD_SCENE_SECONDS]),
      clock: { random: EARLY },
      environment: { HAVENWACHT_BUILD: 'first' },
    },
    documents: 3,
    run: builds,
  },
  {
    name: 'screen revoked',
    what: 'a registered screen is revoked while it stands, and registered anew',
    documents: 4,
    run: revoked,
  },
  {
    name: 'credential renewed',
    what: "the server of a registered screen is killed; 25 hours pass on the screen's clocks and the server's; it is started; then the page is opened anew",
    documents: 4,
    run: renewed,
  },
  {
    name: 'older backup',
    what: 'five records are published after a backup, which then is restored while the wall stands',
    run: restored,
  },
];

/** The names of those faults that have `only` in theirs. */
export function namesOfWallFaults(only: string): string[] {
  return FAULTS.map(({ name }) => name).filter((name) => name.includes(only));
}

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
    const address = addressOf(SCENE_SECONDS);
    rig = await WallRig.open(browser, { address, patienceMs: PATIENCE_MS, ...options });
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
  return {
    seen: `${said}; current ${inSeconds(currentMs)} after the return`,
    held: currentMs < BACK_WITHIN_MS,
  };
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
  const currentMs = performance.now() - backMs;
  return {
    seen: `band after ${inSeconds(saidMs)}; current ${inSeconds(currentMs)} after the thaw`,
    held: currentMs < BACK_WITHIN_MS,
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
  const currentMs = performance.now() - backMs;
  return {
    seen: `band after ${inSeconds(saidMs)}; current ${inSeconds(currentMs)} after the return`,
    held: isStillSaid && currentMs < BACK_WITHIN_MS,
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
  // The least of several, each of them in one scene: what has just left the screen may be held until the next drawing.
  const measure = async () => {
    const measured: PageMemory[] = [];
    while (measured.length < MEASURES) {
      await rig.untilScene('scene-2');
      await rig.untilScene('scene-1');
      measured.push(await probe.measure());
    }
    return leastOf(measured);
  };
  // One of each kind, so that what they need once is no growth.
  await lose(UNRESTORED_EVERY);
  const before = await measure();
  await lose(LOSSES - UNRESTORED_EVERY);
  const after = await measure();
  const faults = lossFaults(before, after);
  const grown = (['pageHeapBytes', 'mapWorkersHeapBytes', 'bufferBytes'] as const).map((name) =>
    ((after[name] - before[name]) / 1_024 ** 2).toFixed(1),
  );
  const told = [
    `drawn anew after each; from the ${UNRESTORED_EVERY}th loss to the last listeners ${before.listeners} to ${after.listeners}, DOM nodes ${before.domNodes} to ${after.domNodes}, heaps of page and map workers and arrays ${grown.join(', ')} MB more`,
    ...faults,
  ];
  return { seen: told.join('; '), held: faults.length === 0 };
}

async function wrongClock(rig: WallRig, calendarMs: number): Promise<Seen> {
  const isWrong = (await rig.clockErrorsMs()).every(
    (ms) => Math.abs(ms - calendarMs) < BESIDE_HOURS_MS / 2,
  );
  const asks = [
    async () => {},
    // Put right.
    async () => rig.moveClock({ calendarMs: 0 }),
  ];
  const errors: number[] = [];
  let tells = true;
  for (const move of asks) {
    await move();
    await post(rig.server);
    await rig.untilEqual();
    const isTold = await rig.tellsServerTime();
    tells &&= isTold;
    errors.push(...sceneErrorsMs(await rig.nextScenes(2), SCENE_SECONDS));
  }
  return {
    seen: [
      `scenes began at most ${Math.max(...errors).toFixed(0)} ms from their time by the server's clock`,
      tells ? 'clock and "as of" are the server\'s' : 'clock or "as of" are NOT the server\'s',
      ...(isWrong ? [] : ["the screen's clock could not be made wrong"]),
    ].join('; '),
    held: isWrong && tells && errors.every((ms) => ms < SECOND_MS),
  };
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
    const sceneMs = BUILD_SCENE_SECONDS * SECOND_MS;
    const afterMs = rig.openedAtMs % sceneMs;
    held &&= isAtSceneEnd(rig.openedAtMs, sceneMs);
    told.push(
      `${inSeconds(performance.now() - startedMs)} after the start and ${inSeconds(afterMs)} after a scene's end`,
    );
    await rig.untilEqual();
    // Longer than what a screen waits for a build and its scene.
    await pause(30 * SECOND_MS);
  }
  return {
    seen: `reloaded once for each of scenes of ${BUILD_SCENE_SECONDS} s, ${told.join(', then ')}`,
    held,
  };
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

function addressOf(seconds: readonly [number, number]): string {
  const [first, second] = seconds;
  return `/en/wall?scene=map~${first}~&scene=map-and-ticker~${second}~&breaking=none`;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / SECOND_MS).toFixed(1)} s`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, milliseconds));
}
