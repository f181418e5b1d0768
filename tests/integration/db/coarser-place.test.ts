import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putManifest, readPartition } from '@/db/partitions';
import { readPublicIncident, readTexts, readVersions } from '@/db/read-incidents';
import { readHead } from '@/db/read-log';
import { changeIncident, createIncidents } from '@/db/write-incidents';
import type { IncidentBody, IncidentInput } from '@/lib/domain/incident';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { LogReader } from '../../support/log-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const NOW = new Date('2026-01-02T10:00:00Z');
const EXACT: Partial<IncidentBody> = {
  placePrecision: 'exact',
  placeName: { en: 'Example Street 12' },
  municipality: '11002',
  district: '11002-merksem',
};

let temporary: TemporaryDatabase;
let newId: () => string;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());
beforeEach(async () => {
  await temporary.clear();
  newId = countingIds();
});

async function createOne(changes: Partial<IncidentBody>) {
  const context = { actor: 'desk', now: NOW, newId, bulk: false };
  const inputs = [{ incident: incidentInput(changes) }];
  const [written] = (await createIncidents(temporary.database, inputs, context)).records;
  if (!written) throw new Error('nothing was created');
  return written.incident;
}

function change(id: string, changes: Partial<IncidentInput>) {
  const context = { actor: 'desk', now: NOW, newId, expectedRevision: null };
  return changeIncident(temporary.database, id, (now) => ({ ...now, ...changes }), context);
}

const seqsOf = async (id: string) =>
  (await readVersions(temporary.database, id)).map(({ fromSeq }) => fromSeq);

describe('a place that readers may no longer know', () => {
  test.each<[string, Partial<IncidentBody>, Partial<IncidentInput>]>([
    ['a minor is involved after all', EXACT, { sensitivity: ['minor'] }],
    ['it was a private home', EXACT, { sensitivity: ['private home'] }],
    ['the precision is made coarser', EXACT, { placePrecision: 'vicinity' }],
    [
      'only its name was finer than the floor',
      { placePrecision: 'locality', placeName: { en: 'Example Street 12' } },
      { sensitivity: ['private home'] },
    ],
    [
      'the name was taken out of the title as the sensitivity was raised',
      { placePrecision: 'municipality', title: { en: 'Shots at Example Street 12' } },
      { sensitivity: ['minor'], title: { en: 'Shots at a house' } },
    ],
  ])('leaves every earlier version when %s', async (_, first, then) => {
    const { id, rid } = await createOne({ title: { en: 'First' }, ...first });
    if (first === EXACT) await change(id, { title: { en: 'Second' } });
    const { seq } = await change(id, then);
    expect(await seqsOf(id)).toEqual([seq]);
    expect(await readTexts(temporary.database, [{ rid, fromSeq: 1 }])).toEqual([]);
    const shown = await readPublicIncident(temporary.database, id);
    expect(JSON.stringify(shown)).not.toContain('4.330612');
    if (then.sensitivity) expect(JSON.stringify(shown)).not.toContain('Example Street');
  });

  test('destroys the encoded year that held it, and stale files are not stored', async () => {
    const { database } = temporary;
    const { id } = await createOne(EXACT);
    const { epoch, seq } = await readHead(database);
    const part = { address: 'old', year: 2025, rows: 1, sha256: 'a', bytes: new Uint8Array([7]) };
    const manifest = { epoch, protocol: 1, seq, encoded: [part], kept: [] };
    expect(await putManifest(database, manifest, NOW)).toBe(true);
    await change(id, { sensitivity: ['minor'] });
    expect(await readPartition(database, 'old')).toBe('gone');
    expect(await putManifest(database, manifest, NOW)).toBe(false);
  });

  test('leaves the digest that of what readers hold', async () => {
    const { id } = await createOne(EXACT);
    await createOne({});
    await change(id, { sensitivity: ['minor'] });
    const head = await readHead(temporary.database);
    const reader = new LogReader();
    expect((await reader.catchUp(temporary.database, 2, 10)).verifyFrom).toBe(3);
    await reader.catchUp(temporary.database, head.seq, 10);
    expect(reader.digest()).toBe(head.digest);
  });
});

describe('earlier versions stay', () => {
  test.each<[string, Partial<IncidentBody>, Partial<IncidentInput>]>([
    ['a point is moved', EXACT, { point: [4.4, 51.2] }],
    ['a precision is made finer', { placePrecision: 'locality' }, { placePrecision: 'vicinity' }],
    ['a district was wrong', EXACT, { district: null }],
    [
      'a record that was sensitive from the start is corrected',
      { ...EXACT, sensitivity: ['minor'] },
      { title: { en: 'Corrected' } },
    ],
    ['a sensitivity falls away', { ...EXACT, sensitivity: ['minor'] }, { sensitivity: [] }],
  ])('when %s', async (_, first, then) => {
    const { id } = await createOne(first);
    const { seq } = await change(id, then);
    expect(await seqsOf(id)).toEqual([1, seq]);
  });
});
