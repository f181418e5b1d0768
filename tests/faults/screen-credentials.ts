import { resolve } from 'node:path';
import { SCREEN_COOKIE } from '@/lib/protocol/screens';
import { call } from '../support/api-client';
import type { WallRig } from '../support/wall-rig';

const DAY_AND_HOUR_MS = 25 * 3_600_000;
const SHIFT_CLOCK = resolve(import.meta.dirname, '../support/shift-clock.mjs');
/** A revoked screen is told over its connection. */
const REVOKED_WITHIN_MS = 3_000;
/** A page asks for a new credential at once where an hour has passed, and ten seconds after an attempt that failed. */
const RENEWED_WITHIN_MS = 30_000;

interface Seen {
  seen: string;
  held: boolean;
}

/** The screen is revoked while it stands: it says so, shows nothing any more, and may register anew. */
export async function revoked(rig: WallRig): Promise<Seen> {
  const id = await register(rig, 'first');
  const before = await credentialOf(rig);
  const revokedMs = performance.now();
  await call(rig.server, 'DELETE', `/api/v1/screens/${id}`);
  await rig.eventually('a screen that says it was revoked', () => isRefused(rig));
  const saidMs = performance.now() - revokedMs;
  await confirm(rig, 'second');
  await rig.eventually('a wall again', () => isNamed(rig, 'second'));
  const isAnother = (await credentialOf(rig)) !== before;
  return {
    seen: `it said so and showed a code ${inSeconds(saidMs)} later; registered anew it is a wall again${isAnother ? ', by another credential' : ', by the SAME credential'}`,
    held: saidMs < REVOKED_WITHIN_MS && isAnother,
  };
}

/** The server is away for a day, as by both clocks: the wall is back without a hand, exchanges its credential and is still told what to show. */
export async function renewed(rig: WallRig): Promise<Seen> {
  const id = await register(rig, 'first');
  const before = await credentialOf(rig);
  await rig.kill();
  await rig.moveClock({ calendarMs: DAY_AND_HOUR_MS, skippedMs: DAY_AND_HOUR_MS });
  await rig.start({
    NODE_OPTIONS: `--import=${SHIFT_CLOCK}`,
    SHIFT_CLOCK_MS: String(DAY_AND_HOUR_MS),
  });
  const backMs = performance.now();
  await rig.eventually(
    'another credential',
    async () => (await credentialOf(rig)) !== before,
    RENEWED_WITHIN_MS,
  );
  const exchangedMs = performance.now() - backMs;
  await rig.page.reload();
  await rig.untilEqual();
  const command = { type: 'message', text: 'Still here' };
  await call(rig.server, 'POST', '/api/v1/screens/commands', { screens: [id], command });
  await rig.eventually('the message', () =>
    rig.page.evaluate(
      () => document.getElementById('screen-message')?.textContent === 'Still here',
    ),
  );
  const isStill = await isNamed(rig, 'first');
  return {
    seen: `exchanged ${inSeconds(exchangedMs)} after the return; opened anew with the new one it is ${isStill ? 'the same screen' : 'ANOTHER screen'}, and shows what it is told`,
    held: isStill,
  };
}

/** The page becomes a registered screen, which takes two documents. */
async function register(rig: WallRig, name: string): Promise<string> {
  await rig.page.goto(`${rig.proxy.baseUrl}/en/screen`);
  const id = await confirm(rig, name);
  await rig.eventually('a registered wall', () => isNamed(rig, name));
  await rig.untilEqual();
  return id;
}

async function confirm(rig: WallRig, name: string): Promise<string> {
  const code = await rig.page.locator('#screen-code').getAttribute('data-code');
  const path = '/api/v1/screens/confirmations';
  const { status, body } = await call(rig.server, 'POST', path, { code, name, place: 'desk' });
  if (status !== 201) throw new Error(`the confirmation answered ${status}`);
  return body.id as string;
}

function isNamed(rig: WallRig, name: string): Promise<boolean> {
  return rig.page.evaluate(
    (name) => document.querySelector('[data-scene] h1')?.textContent === name,
    name,
  );
}

function isRefused(rig: WallRig): Promise<boolean> {
  return rig.page.evaluate(() => {
    const isSaid = document.querySelector('h1')?.textContent?.includes('revoked') ?? false;
    const hasMap = document.querySelector('.hw-map') !== null;
    return isSaid && !hasMap && document.getElementById('screen-code') !== null;
  });
}

async function credentialOf(rig: WallRig): Promise<string | null> {
  const cookies = await rig.page.context().cookies();
  return cookies.find(({ name }) => name === SCREEN_COOKIE)?.value ?? null;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
