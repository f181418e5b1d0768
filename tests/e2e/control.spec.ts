import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { bareGround } from '../support/bare-ground';
import { feedStatus } from '../support/map-page';
import { expectToChangeTogether } from '../support/scene-changes';
import { EXAMPLE_STATUS, registerScreen, ScreenSocket } from '../support/screen-client';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { test } from '../support/undrawn-test';
import { readingFaultsInBothThemes } from '../support/wall-readability';

const CHANGES = 3;
const NAMES = ['Entrance', 'Newsroom'] as const;
const HOSTILE = '<b onclick=alert(1)>Meeting</b> at 3';
const AWAY_MS = 30_000;

/** A reload opens two walls beside each other, on a machine with other work. */
const PATIENCE_MS = 60_000;

test.describe.configure({ timeout: 420_000 });

let server: SpawnedServer;
const contexts: BrowserContext[] = [];
let walls: Page[];
let control: Page;

test.beforeAll(async ({ browser }) => {
  server = await spawnServer({ pages: true, isEmpty: true, environment: await bareGround() });
  // Each screen has a cookie of its own.
  const open = async () => {
    const context = await browser.newContext({ viewport: { width: 960, height: 540 } });
    contexts.push(context);
    return context.newPage();
  };
  walls = [await open(), await open()];
  control = await open();
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await server?.stop();
});

const wallOf = (index: number): Page => walls[index] as Page;
const onBoth = (check: (wall: Page, index: number) => Promise<void>) =>
  Promise.all(walls.map(check));
const sceneOn = (wall: Page): Locator => wall.locator('[data-scene]');
const cardOf = (index: number): Locator =>
  control
    .getByRole('listitem')
    .filter({ has: control.getByText(NAMES[index] ?? '', { exact: true }) })
    .and(control.locator('[data-screen]'));
const newest = (index: number): Locator => cardOf(index).locator('[data-id]').first();

async function newestId(index: number): Promise<number> {
  const line = newest(index);
  return (await line.count()) === 0 ? 0 : Number(await line.getAttribute('data-id'));
}

/** Gives a command to both and waits until both say that it is done. */
async function command(type: string, give: () => Promise<void>, on = [0, 1]): Promise<void> {
  const before = await Promise.all(on.map(newestId));
  await give();
  for (const [place, index] of on.entries()) {
    await expect
      .poll(
        async () => {
          const line = newest(index);
          const isNew = (await newestId(index)) > (before[place] ?? 0);
          return isNew
            ? `${await line.getAttribute('data-command')} ${await line.getAttribute('data-state')}`
            : 'nothing new';
        },
        { timeout: PATIENCE_MS, message: `${type} on ${NAMES[index]}` },
      )
      .toBe(`${type} applied`);
  }
}

async function press(button: Locator, by: 'mouse' | 'keyboard'): Promise<void> {
  await expect(button).toBeEnabled();
  if (by === 'mouse') return button.click();
  await button.focus();
  await control.keyboard.press('Enter');
}

test('all that stands beside the widest code can be read on a screen of any shape', async () => {
  const wall = wallOf(0);
  const registration = {
    code: 'wwwwww',
    secret: 'secret',
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  };
  await wall.route('**/screens/registrations', (route) => route.fulfill({ json: registration }));
  await wall.route('**/registrations/poll', (route) => route.fulfill({ status: 503 }));
  await wall.goto(`${server.baseUrl}/en/screen`);
  await expect(wall.locator('#screen-code')).toHaveText('WWWWWW');
  for (const [width, height] of [
    [960, 540],
    [800, 600],
    [1_280, 400],
    [540, 960],
    [600, 600],
  ] as const) {
    await wall.setViewportSize({ width, height });
    await wall.evaluate(() => document.fonts.ready);
    await expect.poll(() => readingFaultsInBothThemes(wall), `${width} × ${height}`).toEqual([]);
  }
  await wall.setViewportSize({ width: 960, height: 540 });
  await wall.unrouteAll();
});

test('two screens are registered, told by one page what to show, together, and revoked', async () => {
  await onBoth(async (wall) => {
    await wall.goto(`${server.baseUrl}/en/screen`);
    await expect(wall.locator('#screen-code')).toBeVisible();
    // Its fonts may still be on their way.
    await expect.poll(() => readingFaultsInBothThemes(wall)).toEqual([]);
  });

  // Who does not hold the token is told so, and it is in no address.
  await control.goto(`${server.baseUrl}/en/control`);
  await control.getByLabel('Admin token').fill('wrong');
  await control.keyboard.press('Enter');
  await expect(control.getByRole('alert').first()).toContainText('not the admin token');
  await control.getByLabel('Admin token').fill(server.token);
  await control.keyboard.press('Enter');
  await expect(control.getByRole('heading', { name: 'Confirm a screen' })).toBeVisible();
  expect(control.url()).not.toContain(server.token);

  // Confirmed by keyboard alone.
  for (const [index, name] of NAMES.entries()) {
    const code = await wallOf(index).locator('#screen-code').getAttribute('data-code');
    await control.getByLabel('Code').fill(code ?? '');
    await control.keyboard.press('Tab');
    await control.keyboard.type(name);
    await control.keyboard.press('Tab');
    await control.keyboard.type(`Floor ${index}`);
    await control.keyboard.press('Enter');
    await expect(control.getByText(`${name} is registered.`)).toBeVisible();
  }
  await onBoth(async (wall, index) => {
    await expect(wall).toHaveURL(/\/en\/wall$/, { timeout: 30_000 });
    await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'live', { timeout: 30_000 });
    await expect(wall.locator('#no-playlist')).toHaveText('No playlist assigned yet');
    expect(await readingFaultsInBothThemes(wall)).toEqual([]);
    await expect(wall.getByRole('heading', { level: 1 })).toHaveText(NAMES[index] ?? '');
  });

  // A playlist of two pasted addresses; what is wrong is said beside its field.
  await control.getByRole('tab', { name: 'Playlists' }).click();
  await control.getByRole('button', { name: 'New playlist' }).click();
  await control.getByLabel('Name', { exact: true }).fill('Day');
  const paste = control.getByLabel('Address of a view or a wall');
  await paste.fill('https://example.org/en');
  await control.keyboard.press('Enter');
  await expect(control.getByText('This is no address of this installation’s map.')).toBeVisible();
  await paste.fill(`${server.baseUrl}/en/wall?scene=map~5~k%3Dshooting&scene=map-and-numbers~5~`);
  await control.getByRole('button', { name: 'Add scene' }).click();
  const [first, second] = [
    control.getByLabel('Name of the scene').nth(0),
    control.getByLabel('Name of the scene').nth(1),
  ];
  await first.fill('Numbers');
  await second.fill('Shootings');
  await control.getByRole('button', { name: 'Move Shootings up' }).press('Enter');
  await expect(first).toHaveValue('Shootings');
  // And by hand: down to the end and back, or not at all once Escape was pressed.
  await control.setViewportSize({ width: 1_280, height: 1_200 });
  const grip = control.locator('[data-grip="1"]');
  const rowOf = (place: number) =>
    control.locator('li', { has: control.locator(`[data-grip="${place}"]`) });
  const draw = async (keys: string[]) => {
    await grip.scrollIntoViewIfNeeded();
    await grip.hover();
    await control.mouse.down();
    const below = await rowOf(2).boundingBox();
    await control.mouse.move(60, (below?.y ?? 0) + (below?.height ?? 0) - 4, { steps: 4 });
    await expect(rowOf(2)).toHaveAttribute('data-hold', 'after');
    for (const key of keys) await control.keyboard.press(key);
    await control.mouse.up();
  };
  await draw(['Escape']);
  await expect(first).toHaveValue('Shootings');
  await draw([]);
  await expect(first).toHaveValue('Numbers');
  await draw([]);
  await expect(first).toHaveValue('Shootings');
  await control.getByLabel('Seconds', { exact: true }).first().fill('4');
  await control.getByRole('button', { name: 'Save' }).click();
  await expect(control.getByText('One field is wrong')).toBeVisible();
  await expect(control.getByLabel('Seconds', { exact: true }).first()).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await control.getByLabel('Seconds', { exact: true }).first().fill('5');
  await expect(control.getByRole('region', { name: 'What will be shown when' })).toContainText(
    'Shootings',
  );
  await control.getByRole('button', { name: 'Save' }).click();
  await expect(control.getByRole('heading', { name: 'Day', level: 4 })).toBeVisible();

  await control.getByRole('tab', { name: 'Screens' }).click();
  await control.getByLabel('All 2 screens').press('Space');
  const form = (name: string) => control.locator(`[data-form="${name}"]`);
  const plain = (type: string) => control.locator(`button[data-command="${type}"]`);
  await command('assign', () => press(form('assign').getByRole('button'), 'mouse'));
  await onBoth((wall) => expect(wall.locator('#no-playlist')).toHaveCount(0));

  await expectToChangeTogether(wallOf(0), wallOf(1), CHANGES);

  await command('pause', () => press(plain('pause'), 'mouse'));
  const held = (await sceneOn(wallOf(0)).getAttribute('data-scene')) ?? '';
  await onBoth((wall) => expect(sceneOn(wall)).toHaveAttribute('data-scene', held));
  await command('next', () => press(plain('next'), 'keyboard'));
  await command('previous', () => press(plain('previous'), 'mouse'));
  await form('jump').getByRole('combobox').selectOption({ label: 'Shootings' });
  await command('jump', () => press(form('jump').getByRole('button'), 'keyboard'));
  await command('resume', () => press(plain('resume'), 'keyboard'));
  await command('identify', () => press(plain('identify'), 'keyboard'));
  await onBoth(async (wall, index) => {
    await expect(wall.locator('#screen-number b')).toHaveText(String(index + 1));
    expect(await readingFaultsInBothThemes(wall)).toEqual([]);
  });
  await form('message').getByRole('textbox').fill(HOSTILE);
  await command('message', () => press(form('message').getByRole('button').first(), 'keyboard'));
  // Text, whatever it says.
  await onBoth(async (wall) => {
    await expect(wall.locator('#screen-message')).toHaveText(HOSTILE);
    expect(await readingFaultsInBothThemes(wall)).toEqual([]);
  });
  await command('clearMessage', () => press(plain('clearMessage'), 'mouse'));
  await onBoth((wall) => expect(wall.locator('#screen-message')).toHaveCount(0));
  const loaded = walls.map((wall) => wall.waitForEvent('load'));
  await command('reload', () => press(plain('reload'), 'keyboard'));
  await Promise.all(loaded);

  // What is sent while a screen is away is waiting for it.
  await wallOf(1).goto('about:blank');
  await form('message').getByRole('textbox').fill('Back soon');
  await command('message', () => press(form('message').getByRole('button').first(), 'mouse'), [0]);
  await expect(newest(1)).toHaveAttribute('data-state', /pending|notReceived/);
  await wallOf(1).goto(`${server.baseUrl}/en/wall`);
  await expect(newest(1)).toHaveAttribute('data-state', 'applied', { timeout: AWAY_MS });
  await expect(wallOf(1).locator('#screen-message')).toHaveText('Back soon');

  // A screen whose page is of another build than the server is marked so, and no other.
  const cellar = await registerScreen(server, 'Cellar');
  const { client } = await ScreenSocket.join(server.baseUrl, cellar.credential);
  await client.say('screenStatus', EXAMPLE_STATUS);
  const cellarCard = control.locator('[data-screen]').filter({ hasText: 'Cellar' });
  const OLD_BUILD = 'older than the server’s';
  await expect(cellarCard).toContainText(OLD_BUILD, { timeout: AWAY_MS });
  await expect(cardOf(1)).not.toContainText(OLD_BUILD);
  client.close();

  // A playlist that screens show is deleted with them named; they fall back on the usual view, and say so.
  await control.getByRole('tab', { name: 'Playlists' }).click();
  await control.getByRole('button', { name: 'Delete' }).click();
  await expect(control.getByText(`Day is shown by ${NAMES.join(', ')}.`)).toBeVisible();
  await control.getByRole('button', { name: 'Take it away and delete' }).click();
  await onBoth(async (wall, index) => {
    await expect(wall.locator('#no-playlist')).toHaveText('No playlist assigned yet');
    await expect(wall.getByRole('heading', { level: 1 })).toHaveText(NAMES[index] ?? '');
    await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'live');
  });
  await control.getByRole('tab', { name: 'Screens' }).click();

  // Asked once, in the page, with the harmless answer under the hand.
  await cardOf(0).getByRole('button', { name: 'Revoke' }).press('Enter');
  await expect(control.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await control.getByRole('button', { name: 'Revoke now' }).press('Enter');
  await expect(wallOf(0).getByRole('heading', { level: 1 })).toContainText('revoked');
  await expect(wallOf(0).locator('#screen-code')).toBeVisible();
  expect(await readingFaultsInBothThemes(wallOf(0))).toEqual([]);
  await expect(wallOf(1).locator('#screen-message')).toBeVisible();
});
