// `npm run pictures`: makes the README's picture anew, from a demo with a fixed seed. Needs the production build and a browser.
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { openMap } from '../support/map-page';
import { spawnServer } from '../support/spawn-server';

const ROOT = resolve(import.meta.dirname, '../..');
const DEMO = ['--still', '--seed', '7'];

/** What the README shows: a file at the top, and the view that it is of. */
const PICTURES = [
  { file: 'screenshot.png', view: '/en?from=2025-03-01&to=2025-11-30&c=4.4,51.05,8.6' },
];

const server = await spawnServer({ mode: 'demo', pages: true, arguments: DEMO });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
try {
  for (const { file, view } of PICTURES) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    await openMap(page, server.baseUrl + view);
    // Files that the map asks for by zoom have come, and have been drawn.
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(5_000);
    await page.screenshot({ path: resolve(ROOT, file) });
    await page.close();
    process.stdout.write(`${file}: ${view}\n`);
  }
} finally {
  await browser.close();
  await server.stop();
}
