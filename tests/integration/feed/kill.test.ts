import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { often } from '../../support/breadth';
import { seededRandom } from '../../support/incident-inputs';
import { killUnderWrites } from '../../support/kill-under-writes';
import { fillStarted, spawnServer, temporaryFolder } from '../../support/spawn-server';
import { dropDatabaseOf } from '../../support/test-engine';

/** `npm run faults -- kills-embedded` does it a thousand times. */
const KILLS = often(2, 10);
/** Restarts that have the pages in front, where a build is there. */
const KILLS_WITH_PAGES = 1;
const READERS = 20;
const WRITERS = 4;
const ROOT = resolve(import.meta.dirname, '../../..');
/** The whole test run builds both first; a run of this file alone may do without. */
const BUNDLE = join(ROOT, '.build/server/main.js');
const PAGES = join(ROOT, '.next/BUILD_ID');

describe('kill -9 under writes', () => {
  const folder = temporaryFolder('kill');
  beforeAll(() => fillStarted(folder.path, { isEmpty: true }));
  afterAll(async () => {
    await dropDatabaseOf(folder.path);
    folder.remove();
  });

  it(`${KILLS} times, with ${READERS} readers: nothing acknowledged is lost, nothing appears, every digest is equal within 10 s`, async () => {
    const isBundled = existsSync(BUNDLE);
    const report = await killUnderWrites({
      kills: KILLS,
      readers: READERS,
      writers: WRITERS,
      processes: 1,
      random: seededRandom(7),
      start: (_, port, kill) =>
        spawnServer({
          dataDir: folder.path,
          environment: { PORT: String(port), LOG_LEVEL: 'error' },
          pages: isBundled && existsSync(PAGES) && kill > KILLS - KILLS_WITH_PAGES,
          isBundled,
        }),
    });
    expect(report).toMatchObject({ kills: KILLS, lost: [], phantoms: [], digestFaults: 0 });
    expect(report.acknowledged).toBeGreaterThan(KILLS);
    expect(report.equalAfterMs).toHaveLength(KILLS);
  }, 420_000);
});
