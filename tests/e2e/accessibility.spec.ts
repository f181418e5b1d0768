import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { call } from '../support/api-client';
import { mapOf } from '../support/map-page';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';

const SERIOUS = ['serious', 'critical'];
/** Days, and a choice in most groups of the panel, which are open then. */
const FILTERED =
  '/en?from=2024-03-01&to=2024-08-31&drug=cocaine&amount=g.1000&v=official&r=21004&tab=filters';
const WIDTHS = [
  { name: 'a desk', viewport: { width: 1440, height: 900 } },
  { name: 'a phone', viewport: { width: 390, height: 844 } },
];

const folders: ReturnType<typeof temporaryFolder>[] = [];

function newFolder(name: string): string {
  const folder = temporaryFolder(name);
  folders.push(folder);
  return folder.path;
}
const servers: SpawnedServer[] = [];
let demo: SpawnedServer;
let real: SpawnedServer;

test.beforeAll(async () => {
  demo = await spawnServer({
    mode: 'demo',
    pages: true,
    arguments: ['--still', '--seed', '7', '--incidents', '300'],
    dataDir: newFolder('axe-demo'),
  });
  servers.push(demo);
  real = await spawnServer({ pages: true, dataDir: newFolder('axe-real') });
  servers.push(real);
});
test.afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const folder of folders) folder.remove();
});

type Scheme = 'light' | 'dark';

/**
 * Serious findings as `rule: selector (what axe says)`. Only colours differ between the themes, so one is read whole and
 * the other for contrast.
 */
async function findings(page: Page, scheme: Scheme): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (scheme === 'dark') axe.withRules(['color-contrast']);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id}: ${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`,
      ),
    );
}

async function openReady(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#feed-status')).toHaveAttribute('data-connection', 'live');
  await expect(mapOf(page)).toBeVisible();
}

for (const { name, viewport } of WIDTHS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing serious on ${name}, ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const found: Record<string, string[]> = {};
      // Languages differ in words and not in colours.
      const languages = colorScheme === 'dark' ? ['/en'] : ['/en', '/nl', '/fr'];
      for (const path of [...languages, FILTERED]) {
        await openReady(page, demo.baseUrl + path);
        found[`demo ${path}`] = await findings(page, colorScheme);
      }
      await openReady(page, `${real.baseUrl}/en`);
      await page.getByRole('tab', { name: 'Figures' }).click();
      await expect(page.getByRole('tabpanel').getByRole('table').first()).toBeVisible();
      found['real /en, figures'] = await findings(page, colorScheme);
      await page.getByRole('tab', { name: 'Latest' }).click();
      await page.getByRole('tabpanel').getByRole('button').first().click();
      await expect(
        page.getByRole('article', { name: 'Record' }).getByRole('heading').first(),
      ).toBeVisible();
      found['real /en, a record'] = await findings(page, colorScheme);
      await page.goto(`${real.baseUrl}/en/about`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      found['real /en/about'] = await findings(page, colorScheme);
      const { features } = (await call(real, 'GET', '/api/v1/incidents?limit=1&kind=shooting'))
        .body;
      for (const path of [`/en/incident/${features[0].id}`, '/nl/region/BE-BRU']) {
        await page.goto(real.baseUrl + path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        found[`real ${path}`] = await findings(page, colorScheme);
      }
      await context.close();

      const all = Object.entries(found).flatMap(([where, list]) =>
        list.map((finding) => `${where}: ${finding}`),
      );
      expect(all).toEqual([]);
    });
  }
}
