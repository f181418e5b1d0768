import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '@/db/advisory-lock';
import type { Database } from '@/db/database';
import { openDatabase } from '@/db/open-database';
import { readFigures } from '@/db/read-log';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { loadSourcedData } from '@/lib/server/load-data';
import { countingIds, figureInput, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';
import { databaseUrlFor } from '../../support/test-engine';

let temporary: TemporaryDatabase;
const roots: string[] = [];
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(() => temporary.clear());
afterAll(async () => {
  await temporary.close();
  for (const root of roots) rmSync(root, { recursive: true });
});

/** A folder whose seed has records with these titles, in the order of their keys, and one figure. */
function release(figure: number, ...titles: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'seed-'));
  roots.push(root);
  mkdirSync(join(root, 'db/seed'), { recursive: true });
  const records = titles.map((en, index) => ({
    importKey: `key ${index}`,
    ...incidentInput({ origin: 'sourced', title: { en } }),
  }));
  const write = (name: string, lines: object[]) =>
    writeFileSync(join(root, 'db/seed', name), lines.map((one) => JSON.stringify(one)).join('\n'));
  write('sourced-incidents.ndjson', records);
  write('sourced-figures.ndjson', [figureInput(1, figure)]);
  return root;
}

const logged: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
const NOW = new Date('2026-01-01T00:00:00Z');
const newId = countingIds(31);
const start = (root: string, version: number) =>
  loadSourcedData({ database: temporary.database, log, now: () => NOW, newId }, root, version);

async function shown(): Promise<unknown[]> {
  const { rows } = await temporary.database.pool.query<{ title: string }>(
    `select record->'title'->>'en' as title from incident_versions
     where to_seq is null and record is not null order by rid`,
  );
  const figures = await readFigures(temporary.database);
  return [...rows.map(({ title }) => title), ...figures.map(({ figure }) => figure?.value)];
}

describe('the sourced data of a release', () => {
  it('that a newer one has loaded since are left as that one says, in one line of the log', async () => {
    const older = release(1, 'First');
    await start(older, 1);
    await start(release(2, 'First, corrected', 'Second'), 2);
    logged.length = 0;
    await start(older, 1);
    expect(await shown()).toEqual(['First, corrected', 'Second', 2]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('a newer release');
  });

  it('are loaded by one of two processes that start at once, and the other waits for it', async () => {
    const root = release(1, 'First', 'Second');
    const loaders = new Set<string>();
    const load = (database: Database, name: string) => {
      const idOf = () => {
        loaders.add(name);
        return newId();
      };
      return loadSourcedData({ database, log, now: () => NOW, newId: idOf }, root, 1);
    };
    const databaseUrl = await databaseUrlFor(temporary.dataDir);
    const other = databaseUrl
      ? await openDatabase({ dataDir: temporary.dataDir, databaseUrl })
      : temporary.database;
    try {
      await Promise.all([load(temporary.database, 'one'), load(other, 'other')]);
    } finally {
      if (databaseUrl) await other.close();
    }
    expect(await shown()).toEqual(['First', 'Second', 1]);
    expect(loaders.size).toBe(1);
  });

  it('are waited for where another process has their lock, which the log tells, and not where they are loaded', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const loaded = release(1, 'First');
    await start(loaded, 1);
    logged.length = 0;
    const holding = withLock(temporary.database, 'loadSourced', () => held);
    await start(loaded, 1);
    const waiting = start(release(2, 'First, corrected'), 2);
    await expect.poll(() => logged.join(), { timeout: 20_000 }).toContain('the start waits');
    expect(await shown()).toEqual(['First', 1]);
    letGo();
    await Promise.all([holding, waiting]);
    expect(await shown()).toEqual(['First, corrected', 2]);
    expect(logged).toHaveLength(1);
  });

  it('replace what was loaded before versions were kept', async () => {
    await start(release(1, 'First'), 1);
    await writeSetting(temporary.database, SETTING_NAMES.sourcedData, 'a hash');
    await start(release(2, 'First, corrected'), 1);
    expect(await shown()).toEqual(['First, corrected', 2]);
    expect(await readSetting(temporary.database, SETTING_NAMES.sourcedData)).toMatchObject({
      version: 1,
    });
  });
});
