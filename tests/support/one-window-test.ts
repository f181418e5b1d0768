import type { Browser, Page, ViewportSize } from '@playwright/test';
import { bareGround } from './bare-ground';
import { emptyOrigin } from './empty-origin';
import { KeptMap } from './kept-map';
import { spawnDemo } from './spawn-demo';
import type { SpawnedServer } from './spawn-server';
import { test as undrawn } from './undrawn-test';

interface OfTest {
  page: Page;
  /** Shows the map at an address, in a page that is open already where there is one; see `KeptMap`. */
  mapAt: (address: string) => Promise<Page>;
}

interface OfWorker {
  /** A demo without new records on a bare ground, for all files of a worker: each leaves its records as they were. */
  demo: SpawnedServer;
  window: Page;
  keptMap: KeptMap;
}

/**
 * `undrawn-test` whose tests share one window: in a new one the browser compiles the same code anew, a third of what an opening
 * costs. What a test opens is a new document all the same, without anything that an earlier one stored, chose or listened to.
 * Readers there ask for less motion, which changes how a camera gets somewhere and not where; a test of motion asks for it.
 */
export const test = undrawn.extend<OfTest, OfWorker>({
  demo: [
    async ({ browser: _ }, use) => {
      const server = await spawnDemo({ environment: await bareGround() });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  window: [
    async ({ browser }, use) => {
      const window = await openWindow(browser);
      await use(window);
      await window.context().close();
    },
    { scope: 'worker' },
  ],
  keptMap: [
    async ({ browser }, use) => {
      const window = await openWindow(browser);
      await use(await KeptMap.in(window));
      await window.context().close();
    },
    { scope: 'worker' },
  ],
  page: async ({ window, viewport }, use) => {
    await asAtFirst(window, viewport);
    await use(window);
    await asAtFirst(window, viewport);
    await emptyOrigin(window);
  },
  mapAt: async ({ keptMap, viewport }, use) => {
    await asAtFirst(keptMap.page, viewport);
    await use((address) => keptMap.show(address));
    await asAtFirst(keptMap.page, viewport);
    await keptMap.leave();
  },
});

async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  return context.newPage();
}

/** Takes back what a test does to a window itself. */
async function asAtFirst(window: Page, viewport: ViewportSize | null): Promise<void> {
  // Not all: Playwright listens for the window's end itself.
  for (const event of HEARD) window.removeAllListeners(event);
  await window.unrouteAll({ behavior: 'ignoreErrors' });
  await window.emulateMedia({ media: null, reducedMotion: 'reduce', colorScheme: 'light' });
  if (viewport) await window.setViewportSize(viewport);
  await window.mouse.up();
  await window.mouse.move(0, 0);
}

const HEARD = [
  'console',
  'pageerror',
  'request',
  'response',
  'requestfailed',
  'dialog',
  'download',
];
