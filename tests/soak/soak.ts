// `npm run soak [-- --minutes N] [--updates N] [--seed N]`: the updates of a day on one wall, in 20 minutes unless told otherwise.
// A run of the whole day's updates writes RESULTS.md; exit code 1 where a promise was not kept.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { headOf } from '../faults/ask-server';
import { residentKb } from '../faults/process-figures';
import { shownHead } from '../support/map-page';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { judgeSoak, type SoakSample, standsOut } from './judge-soak';
import { leastOf, MemoryProbe, type PageMemory } from './probe-memory';
import { rowOf, type SoakRun, tellSoak } from './soak-results';
import { UpdateWriter } from './update-writer';

const HOURS = 24;
const UPDATES_OF_DAY = 86_400;
const MINUTE_MS = 60_000;
const START_MINUTES = 5;
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 200;
/** What waits for an answer or a collection is no leak, and is not there each time. */
const FEWEST_MEASURES = 4;
const BETWEEN_MEASURES_MS = 1_000;
const MOST_MEASURES = 6;
const RESULTS = join(import.meta.dirname, 'RESULTS.md');
/** Every layout, and the map alone between them: one picture that comes often, to measure at. */
const PLAIN = 'map~5~';
const SCENES = [
  PLAIN,
  'map-and-ticker~5~k%3Dshooting.incident',
  PLAIN,
  'map-and-numbers~5~',
  PLAIN,
  'figures~5~',
  PLAIN,
  'compare~5~r%3DBE-BRU',
  PLAIN,
  'replay~5~',
  PLAIN,
  'map~5~as%3Dheat',
];
const ADDRESS = `/en/wall?${SCENES.map((scene) => `scene=${scene}`).join('&')}&breaking=s:5&pause=0`;
const PLAIN_SCENES = SCENES.flatMap((scene, index) =>
  scene === PLAIN ? [`scene-${index + 1}`] : [],
);

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    updates: { type: 'string', default: String(UPDATES_OF_DAY) },
    seed: { type: 'string', default: '7' },
  },
});
const [minutes, updates, seed] = [values.minutes, values.updates, values.seed].map(Number) as [
  number,
  number,
  number,
];
if (!(minutes > 0) || !(updates >= HOURS * 20) || !Number.isInteger(seed)) {
  process.stderr.write(
    `Give --minutes above 0, --updates from ${HOURS * 20} and a whole number as --seed.\n`,
  );
  process.exit(2);
}
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const run = await soak();
const page = tellSoak(run, new Date());
say(page);
if (updates >= UPDATES_OF_DAY) writeFileSync(RESULTS, page);
if (run.faults.length > 0) process.exitCode = 1;

async function soak(): Promise<SoakRun> {
  // Its start may take long, so that it runs with V8's second compiler as a real one does.
  const server = await spawnServer({
    pages: true,
    isBundled: true,
    patienceMs: START_MINUTES * MINUTE_MS,
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
  });
  try {
    const wall = await browser.newPage({
      viewport: { width: 1_280, height: 720 },
      deviceScaleFactor: 0.5,
    });
    return await watch(server, wall);
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function watch(server: SpawnedServer, wall: Page): Promise<SoakRun> {
  const told: string[] = [];
  let documents = 0;
  wall.on('pageerror', (error) => told.push(`the page threw ${error.message}`));
  wall.on('domcontentloaded', () => {
    documents += 1;
  });
  const writer = new UpdateWriter(server, seed);
  const firstSeq = await writer.begin();
  await wall.goto(server.baseUrl + ADDRESS);
  await countScenes(wall);
  await untilEqual(server, wall, firstSeq);
  const probe = await MemoryProbe.on(wall);
  // What each scene needs once is no growth.
  await eventually('a round of all scenes', async () => (await scenesOf(wall)) > SCENES.length);

  const samples: SoakSample[] = [];
  const beganMs = performance.now();
  let written = 0;
  let haveEqualDigests = true;
  for (let hour = 1; hour <= HOURS; hour += 1) {
    const perHour = Math.ceil(updates / HOURS);
    written += await writer.writeHour(perHour, (minutes * MINUTE_MS) / HOURS);
    // Waited for in every hour, also after one that was not equal.
    const isEqual = await untilEqual(server, wall, firstSeq + written);
    haveEqualDigests &&= isEqual;
    const memory = await measure(probe, wall, samples);
    const sample = {
      hour,
      updates: written,
      scenes: await scenesOf(wall),
      ...memory,
      serverKb: residentKb(server.process.pid ?? 0),
    };
    samples.push(sample);
    say(rowOf(sample));
  }
  const verdict = judgeSoak(samples);
  const faults = [
    ...verdict.faults,
    ...told,
    ...(haveEqualDigests ? [] : ['wall and server have different digests']),
    ...(documents === 1 ? [] : [`the wall opened ${documents} documents`]),
  ];
  return {
    samples,
    verdict,
    minutes: (performance.now() - beganMs) / MINUTE_MS,
    seed,
    haveEqualDigests,
    documents,
    faults,
  };
}

/**
 * The least of several measurements, since what a scene that left has of the document may be held until the next drawing; an hour
 * that stands out is measured further.
 */
async function measure(
  probe: MemoryProbe,
  wall: Page,
  before: readonly SoakSample[],
): Promise<PageMemory> {
  const measured: PageMemory[] = [];
  do {
    if (measured.length > 0) await wall.waitForTimeout(BETWEEN_MEASURES_MS);
    await eventually('a scene with the map alone', () => standsPlain(wall));
    measured.push(await probe.measure());
  } while (
    measured.length < FEWEST_MEASURES ||
    (measured.length < MOST_MEASURES && standsOut(leastOf(measured), before))
  );
  return leastOf(measured);
}

/** Waits until server and wall both stand at a seq. @returns whether their digests then are equal */
async function untilEqual(server: SpawnedServer, wall: Page, seq: number): Promise<boolean> {
  const head = await eventually(`seq ${seq} of the server`, async () => {
    const known = await headOf(server);
    return known.seq === seq && known;
  });
  const shown = await eventually(`seq ${seq} on the wall`, async () => {
    const known = await shownHead(wall);
    return known.seq === seq && known.connection === 'live' && known;
  });
  return shown.digest === head.digest && shown.epoch === head.epoch;
}

function standsPlain(wall: Page): Promise<boolean> {
  return wall.evaluate((plain) => {
    const { scene = '', breaking } =
      document.querySelector<HTMLElement>('[data-scene]')?.dataset ?? {};
    return plain.includes(scene) && breaking === undefined;
  }, PLAIN_SCENES);
}

/** Counted by the document itself, which no protocol has to ask every second. */
function countScenes(wall: Page): Promise<void> {
  return wall.evaluate(() => {
    document.body.dataset.scenes = '0';
    const observer = new MutationObserver((changes) => {
      const known = Number(document.body.dataset.scenes);
      document.body.dataset.scenes = String(known + changes.length);
    });
    const wanted = { subtree: true, attributeFilter: ['data-scene'] };
    observer.observe(document.body, wanted);
  });
}

function scenesOf(wall: Page): Promise<number> {
  return wall.evaluate(() => Number(document.body.dataset.scenes));
}

/** Asks a page so seldom that the asking is no load. @throws Error that says what never came */
async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
): Promise<Exclude<T, false | null>> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await ask();
    if (found) return found as Exclude<T, false | null>;
    if (performance.now() > deadlineMs)
      throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}`);
    await new Promise((settle) => setTimeout(settle, LOOK_EVERY_MS));
  }
}
