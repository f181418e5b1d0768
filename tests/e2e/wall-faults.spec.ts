import { expect } from '@playwright/test';
import { post } from '../faults/ask-server';
import { sceneErrorsMs } from '../faults/judge-wall';
import { bareGround } from '../support/bare-ground';
import { test } from '../support/undrawn-test';
import { readingFaultsInBothThemes } from '../support/wall-readability';
import { WallRig } from '../support/wall-rig';

const SCENE_SECONDS = [5, 6];
const ADDRESS = '/en/wall?scene=map~5~&scene=map-and-numbers~6~&breaking=none';
/** A day and half a scene: no number of scenes, nor of rounds. */
const YESTERDAY_MS = -24 * 3_600_000 - 2_300;
const TEN_MINUTES_MS = 600_000;
/** Of the 90 s within which a screen takes a new build. */
const EARLY = 0.05;
const BAND_WITHIN_MS = 11_000;
/** Its clock is drawn once a second, and the state that it names is told at the next status. */
const CLOCK_WITHIN_MS = 5_000;

// As `npm run faults -- wall` asks at length.
test('a wall whose clock is wrong follows the server, and opens once for the build that an outage ends with', {
  tag: '@nightly',
}, async ({ browser }) => {
  const rig = await WallRig.open(browser, {
    address: ADDRESS,
    clock: { calendarMs: YESTERDAY_MS, random: EARLY },
    environment: { HAVENWACHT_BUILD: 'first', ...(await bareGround()) },
  });
  try {
    for (const ms of await rig.clockErrorsMs()) expect(ms).toBeLessThan(YESTERDAY_MS + 1_000);
    await post(rig.server);
    await rig.untilEqual();
    await rig.eventually('the time of the server', () => rig.tellsServerTime(), CLOCK_WITHIN_MS);
    // The second change, since the first may be held up by what the page is still loading.
    const [, second] = sceneErrorsMs(await rig.nextScenes(2), SCENE_SECONDS);
    expect(second).toBeLessThan(1_000);

    await rig.kill();
    await rig.moveClock({ skippedMs: TEN_MINUTES_MS });
    await rig.eventually(
      'a broad band',
      async () => (await rig.band()) === 'broad',
      BAND_WITHIN_MS,
    );
    expect(await readingFaultsInBothThemes(rig.page)).toEqual([]);
    await rig.start({ HAVENWACHT_BUILD: 'second' });
    await post(rig.server);
    await rig.eventually('the new build', async () => rig.documents === 2);
    await rig.untilEqual();
    expect(rig.documents).toBe(2);
    expect(rig.errors).toEqual([]);
  } finally {
    await rig.close();
  }
});
