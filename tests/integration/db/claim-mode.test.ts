import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { createIncidents } from '@/db/write-incidents';
import type { IncidentBody } from '@/lib/domain/incident';
import { claimMode } from '@/lib/server/claim-mode';
import { StartError } from '@/lib/server/start-error';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const NOW = new Date('2026-01-01T00:00:00Z');
const newId = countingIds(11);
const DATA_DIR = '/srv/example';

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(() => temporary.clear());
afterAll(() => temporary.close());

const claim = (mode: 'demo' | 'real') => claimMode(temporary.database, { mode, DATA_DIR });
const write = (changes: Partial<IncidentBody>) =>
  createIncidents(temporary.database, [{ incident: incidentInput(changes) }], {
    actor: 'test',
    now: NOW,
    newId,
    bulk: true,
  });

describe('a database is for real records or for a demo', () => {
  it.each([
    ['real', 'demo'],
    ['demo', 'real'],
  ] as const)('as its first start says: opened for %s, it refuses %s', async (first, other) => {
    await claim(first);
    await expect(claim(other)).rejects.toThrow(StartError);
    await expect(claim(other)).rejects.toThrow(DATA_DIR);
    await claim(first);
  });

  it('of two that start at once on a new one, as whoever was first says', async () => {
    await expect(claimSetting(temporary.database, SETTING_NAMES.mode, 'real')).resolves.toBe(
      'real',
    );
    await expect(claimSetting(temporary.database, SETTING_NAMES.mode, 'demo')).resolves.toBe(
      'real',
    );
  });

  it('stays a demo’s when somebody records in it', async () => {
    await claim('demo');
    await write({ origin: 'recorded' });
    await claim('demo');
  });

  it.each([
    { origin: 'recorded' as const },
    { origin: 'imported' as const },
    { origin: 'sourced' as const, status: 'draft' as const },
  ])(
    'before that was kept: $origin, $status is somebody’s work, and refuses a demo',
    async (record) => {
      await write(record);
      await expect(claim('demo')).rejects.toThrow('"npm start"');
      await expect(claim('demo')).rejects.not.toThrow('delete');
    },
  );

  it('before that was kept: sourced records alone came by "npm start", with a history by a demo', async () => {
    await write({ origin: 'sourced' });
    await writeSetting(temporary.database, SETTING_NAMES.sourcedData, 'version');
    await expect(claim('demo')).rejects.toThrow('"npm start"');
    await writeSetting(temporary.database, SETTING_NAMES.demoHistory, { count: 0, seed: 1 });
    await claim('demo');
  });

  it('before that was kept: simulated records are a demo’s', async () => {
    await write({ origin: 'simulated' });
    await expect(claim('real')).rejects.toThrow('npm run demo');
    await claim('demo');
  });

  it.each([
    { origin: 'simulated' as const, status: 'draft' as const },
    { origin: 'recorded' as const },
    { origin: 'sourced' as const, status: 'draft' as const },
  ])(
    'before that was kept: beside simulated records, one that is $origin leaves it a demo’s',
    async (record) => {
      await write({ origin: 'simulated' });
      await write(record);
      await expect(claim('real')).rejects.toThrow('npm run demo');
      await claim('demo');
    },
  );
});
