import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { cameraInAddress, mapOf, openMap, travelTo, watchFaults } from '../support/map-page';
import { isAtRest, watchRest } from '../support/page-state';
import { startRecordingProxy } from '../support/recording-proxy';
import { spawnDemo } from '../support/spawn-demo';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { copyInitialised } from '../support/temporary-database';
import { leaveMapsUndrawn } from '../support/undrawn-map';

const PRELOAD = pathToFileURL(resolve(import.meta.dirname, '../support/record-connections.mjs'));
const RECORDED = { NODE_OPTIONS: `--import=${PRELOAD.href}` };
const MODES = ['real', 'demo'] as const;
type Mode = (typeof MODES)[number];

let folder: ReturnType<typeof temporaryFolder>;
const servers: Partial<Record<Mode, SpawnedServer>> = {};

test.beforeAll(async () => {
  // With PostgreSQL's own files only, since a first start is watched too.
  folder = temporaryFolder('isolation');
  await copyInitialised(folder.path);
  servers.real = await spawnServer({
    pages: true,
    dataDir: folder.path,
    environment: RECORDED,
  });
  servers.demo = await spawnDemo({ isPlaying: true, environment: RECORDED });
});
test.afterAll(async () => {
  for (const mode of MODES) await servers[mode]?.stop();
  folder?.remove();
});

function serverOf(mode: Mode): SpawnedServer {
  const server = servers[mode];
  if (!server) throw new Error(`the ${mode} server did not start`);
  return server;
}

function outgoing(server: SpawnedServer): string[] {
  return server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('OUTGOING '));
}

interface Watched {
  context: BrowserContext;
  /** Every host but the server that anything in the context spoke to, or tried to. */
  strangers: () => string[];
  close: () => Promise<void>;
}

/** A context of which every request is seen twice: by the browser's own events, workers included, and by a proxy. */
async function watchedContext(browser: Browser, baseUrl: string): Promise<Watched> {
  const proxy = await startRecordingProxy();
  const { host } = new URL(baseUrl);
  const context = await browser.newContext({
    proxy: { server: proxy.address, bypass: '127.0.0.1' },
    serviceWorkers: 'allow',
  });
  const seen: string[] = [];
  const note = (address: string) => {
    const url = new URL(address);
    if (!['data:', 'blob:', 'about:'].includes(url.protocol) && url.host !== host)
      seen.push(address);
  };
  context.on('request', (request) => note(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => note(socket.url())));
  return {
    context,
    strangers: () => [...seen, ...proxy.hosts],
    close: async () => {
      await context.close();
      await proxy.close();
    },
  };
}

/** Drags, zooms, changes the theme and the language. */
async function useTheMap(page: Page): Promise<void> {
  const box = await mapOf(page).boundingBox();
  if (!box) throw new Error('the map has no size');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 220, y + 90, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => cameraInAddress(page)).not.toBeNull();
  const zoomBefore = cameraInAddress(page)?.zoom ?? 0;
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -900);
  await expect.poll(() => cameraInAddress(page)?.zoom ?? 0).toBeGreaterThan(zoomBefore + 0.3);
  const toggle = page.getByRole('button', { name: /theme|thème|thema/i });
  const wording = await toggle.getAttribute('aria-label');
  await toggle.click();
  await expect(toggle).not.toHaveAttribute('aria-label', wording ?? '');
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-label', wording ?? '');
}

/**
 * Between them clusters, heat, points, the grid of counts, changes of areas, a drawn shape, and words on the map. What is counted
 * after the records stands in the last, which stays long enough for it to be drawn, and is drawn in both themes.
 */
const DRAWN = [
  'as=heat&shape=circle,4.4,50.95,40000',
  'as=points&label=4.4,50.95,Some+words',
  'from=2023-01-01&to=2026-12-31&side=50&vs=before&label=4.4,50.95,Some+words',
];

for (const mode of MODES) {
  // The pages of both are of the same code.
  const tag = mode === 'demo' ? ['@nightly'] : [];
  test(`no page of a ${mode} installation asks another host for anything, nor logs an error`, {
    tag,
  }, async ({ browser }) => {
    const server = serverOf(mode);
    const watched = await watchedContext(browser, server.baseUrl);
    // With each layer drawn, which most page tests leave out; a demo draws by the same code.
    if (mode === 'demo') await leaveMapsUndrawn(watched.context);
    await watched.context.addInitScript(watchRest);
    const page = await watched.context.newPage();
    const faults = watchFaults(page);

    const [first, ...others] = mode === 'real' ? DRAWN : DRAWN.slice(-1);
    await openMap(page, `${server.baseUrl}/?${first}`);
    for (const query of others) {
      await expect(page.locator('.hw-map[data-drawn-seq]')).toBeVisible();
      await isAtRest(page);
      await travelTo(page, `${server.baseUrl}/en?${query}`);
    }
    await expect(page.locator('.hw-map[data-drawn-seq]')).toBeVisible();
    await isAtRest(page);
    await useTheMap(page);
    // A wall too, which the tests of walls leave undrawn.
    await page.goto(`${server.baseUrl}/en/wall?scene=map-and-numbers~3600~`);
    await expect(page.locator('.hw-map[data-drawn-seq]')).toBeVisible();
    await page.goto(`${server.baseUrl}/en/about`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(watched.strangers()).toEqual([]);
    expect(faults).toEqual([]);

    await page.goto('http://planted.invalid/').catch(() => null);
    expect(watched.strangers()).toContain('planted.invalid');
    await watched.close();
  });

  test(`the ${mode} server process connects to nobody and looks nobody up`, async () => {
    const server = serverOf(mode);
    const read = await Promise.all(
      ['/en', '/en/about', '/api/v1/health', '/api/v1/snapshot', '/api/v1/incidents'].map((path) =>
        fetch(server.baseUrl + path),
      ),
    );
    expect(read.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(outgoing(server)).toEqual([]);
  });
}

test('the recorder of connections sees what a server asks another host for', async () => {
  const server = await spawnServer({
    environment: { ...RECORDED, BASEMAP: 'http://planted.invalid/style.json' },
  });
  expect(outgoing(server)).toContain('OUTGOING planted.invalid');
  await server.stop();
});

function directivesOf(policy: string): Map<string, string[]> {
  return new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/);
      return [name, values];
    }),
  );
}

async function policyOf(address: string): Promise<Map<string, string[]>> {
  const answer = await fetch(address);
  return directivesOf(answer.headers.get('content-security-policy') ?? '');
}

function nonceIn(values: readonly string[] = []): string | null {
  return (
    /^'nonce-([\w+/=-]{16,})'$/.exec(values.find((v) => v.startsWith("'nonce-")) ?? '')?.[1] ?? null
  );
}

test('every page is sent with a policy of its own nonce, and with the headers that close the rest', async () => {
  const { baseUrl } = serverOf('real');
  const nonces = new Set<string | null>();
  for (const path of ['/en', '/en', '/nl', '/en/about', '/en/no-such-page']) {
    const answer = await fetch(baseUrl + path);
    const policy = directivesOf(answer.headers.get('content-security-policy') ?? '');
    const scripts = policy.get('script-src') ?? [];
    nonces.add(nonceIn(scripts));
    expect(scripts).not.toContain("'unsafe-inline'");
    expect(scripts).not.toContain("'unsafe-eval'");
    expect(policy.get('default-src')).toEqual(["'self'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(answer.headers.get('permissions-policy')).toContain('geolocation=()');
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(answer.headers.get('x-powered-by')).toBeNull();

    const html = await answer.text();
    const given = [...html.matchAll(/<script\b[^>]*>/g)].map(
      ([tag]) => /nonce="([^"]*)"/.exec(tag)?.[1],
    );
    expect(given.length, `scripts of ${path}`).toBeGreaterThan(0);
    expect(new Set(given)).toEqual(new Set([nonceIn(scripts)]));
  }
  expect(nonces.size).toBe(5);
  expect(nonces).not.toContain(null);
});

test('a start says nothing of the framework below it', () => {
  for (const mode of MODES) expect(serverOf(mode).output()).not.toMatch(/next\.config|▲/);
});

test('a page without a language leads to the same one in the reader’s, with what the address says', async ({
  request,
}) => {
  for (const [path, target] of [
    ['/?kind=shooting', '/fr?kind=shooting'],
    ['/about', '/fr/about'],
  ]) {
    const answer = await request.get(serverOf('real').baseUrl + path, {
      headers: { 'accept-language': 'fr-BE, en;q=0.5' },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(307);
    expect(answer.headers().location).toBe(target);
  }
});

test('an unknown address is answered in words, with nothing refused and nothing failing', async ({
  page,
}) => {
  const faults = watchFaults(page);
  for (const path of ['/no-such-page', '/en/no-such-page']) {
    const answer = await page.goto(serverOf('real').baseUrl + path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByText('There is no such page')).toBeVisible();
  }
  // The browser itself notes each page that was not found.
  expect(faults.filter((fault) => !fault.includes('status of 404'))).toEqual([]);
});

test('answers of the API carry a policy under which nothing runs', async () => {
  const policy = await policyOf(`${serverOf('real').baseUrl}/api/v1/incidents`);
  expect(policy.get('default-src')).toEqual(["'none'"]);
});

test('an inline script that carries no nonce does not run, and one that carries it does', async ({
  page,
}) => {
  const { baseUrl } = serverOf('real');
  await page.route('**/en/about', async (route) => {
    const answer = await route.fetch();
    const policy = directivesOf(answer.headers()['content-security-policy'] ?? '');
    const nonce = nonceIn(policy.get('script-src'));
    const planted =
      '<script>document.documentElement.dataset.without="ran"</script>' +
      `<script nonce="${nonce}">document.documentElement.dataset.with="ran"</script>`;
    const body = (await answer.text()).replace('</body>', `${planted}</body>`);
    await route.fulfill({ response: answer, body });
  });
  const faults = watchFaults(page);
  await page.goto(`${baseUrl}/en/about`);

  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-with', 'ran');
  await expect(root).not.toHaveAttribute('data-without', 'ran');
  expect(faults.join('\n')).toContain('Content Security Policy');
});
