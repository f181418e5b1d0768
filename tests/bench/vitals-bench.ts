import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { beside, type Measured } from './measure';

/**
 * What the first load of the map's page costs its reader beyond the data: code, and the web vitals of a visit with empty
 * caches. There is no peer; scripts of the framework are those that Next lists for every page.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const CHUNKS = join(ROOT, '.next');
/** From the navigation's start; the map has been drawn whole by then, in software too. */
const WATCHED_MS = 8_000;
/** A task is long from here on, and blocks for what it takes beyond. */
const LONG_TASK_MS = 50;
const RUNS = 5;

interface Vitals {
  largestPaintMs: number;
  /** Sum of the shifts that no input of the reader explains. */
  shift: number;
  blockedMs: number;
}

/** As text: what compiles this file would give a function names that the page does not know. */
const WATCH = `window.vitals = { largestPaintMs: 0, shift: 0, blockedMs: 0 };
const watch = (type, take) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch('largest-contentful-paint', (entry) => { window.vitals.largestPaintMs = entry.startTime; });
watch('layout-shift', (entry) => { if (!entry.hadRecentInput) window.vitals.shift += entry.value; });
watch('longtask', (entry) => { window.vitals.blockedMs += entry.duration - ${LONG_TASK_MS}; });`;

async function vitalsOf(page: Page, address: string): Promise<Vitals> {
  await page.addInitScript({ content: WATCH });
  await page.goto(address);
  // A page whose policy forbids eval can still call what it is given.
  return page.evaluate(
    (untilMs) =>
      new Promise<Vitals>((settle) =>
        setTimeout(
          () => settle((window as unknown as { vitals: Vitals }).vitals),
          untilMs - performance.now(),
        ),
      ),
    WATCHED_MS,
  );
}

/** Kilobytes, each file by itself as a server sends it. */
function gzippedKilobytes(addresses: readonly string[]): number {
  const bytes = addresses.map(
    (path) => gzipSync(readFileSync(join(CHUNKS, path.replace(/^\/_next\//, '')))).length,
  );
  return bytes.reduce((sum, size) => sum + size, 0) / 1e3;
}

/** Scripts that the document itself asks for, without those that every page of the framework has. */
async function ownScripts(address: string): Promise<string[]> {
  const html = await (await fetch(address)).text();
  const { rootMainFiles, polyfillFiles } = JSON.parse(
    readFileSync(join(CHUNKS, 'build-manifest.json'), 'utf8'),
  ) as Record<'rootMainFiles' | 'polyfillFiles', string[]>;
  const framework = new Set([...rootMainFiles, ...polyfillFiles].map((path) => `/_next/${path}`));
  const asked = new Set(html.match(/\/_next\/static\/chunks\/[^"\\]+\.js/g));
  if (asked.size === 0) throw new Error(`${address} asks for no script`);
  return [...asked].filter((path) => !framework.has(path));
}

/** @param address of a map page of a running production build */
export async function benchVitals(
  browser: Browser,
  address: string,
): Promise<Record<string, Measured>> {
  const visits: Vitals[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    visits.push(await vitalsOf(await context.newPage(), address));
    await context.close();
  }
  const middle = (pick: (visit: Vitals) => number): number =>
    visits.map(pick).toSorted((a, b) => a - b)[RUNS >> 1] ?? 0;
  const scripts = gzippedKilobytes(await ownScripts(address));
  return {
    'first load, own scripts (kB gzip)': beside(scripts, null),
    'largest contentful paint': beside(
      middle(({ largestPaintMs }) => largestPaintMs),
      null,
    ),
    'layout shift (no unit)': beside(
      middle(({ shift }) => shift),
      null,
    ),
    'total blocking time': beside(
      middle(({ blockedMs }) => blockedMs),
      null,
    ),
  };
}
