import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  countIncidents,
  type IncidentQuery,
  type ListCursor,
  listIncidents,
  readNamedVersions,
} from '@/db/read-incidents';

import { readAreas, readState, seqBefore } from '@/db/read-log';
import { createIncidents } from '@/db/write-incidents';
import type { CasualtyChoice } from '@/lib/domain/filter-words';
import { matchRows } from '@/lib/server/match-rows';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

let temporary: TemporaryDatabase;
const columns = new IncidentColumns();
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const at = (occurredFrom: string) => ({ occurredFrom, occurredTo: occurredFrom });
  const inputs = [
    incidentInput({ ...at('2025-01-01T10:00:00Z'), title: { en: 'Brussels' } }),
    incidentInput({
      ...at('2025-02-01T10:00:00Z'),
      title: { en: 'Antwerp' },
      point: [4.4, 51.22],
      municipality: '11002',
      killed: { low: null, best: 0, high: null },
      injured: null,
    }),
    incidentInput({
      ...at('2025-03-01T10:00:00Z'),
      title: { en: 'Seizure' },
      kind: 'seizure',
      subtype: 'cocaine',
      point: null,
      placePrecision: 'municipality',
      verification: 'unverified',
      origin: 'sourced',
      context: 'drugs',
      killed: { low: null, best: 0, high: null },
      injured: { low: null, best: 0, high: null },
      quantity: { low: null, best: 12.5, high: 20, unit: 'kg', basis: 'net' },
    }),
    incidentInput({
      ...at('2025-03-01T10:00:00Z'),
      title: { en: 'Fiji' },
      point: [179.9, -17],
      killed: { low: null, best: 1, high: null },
      injured: { low: null, best: 2, high: null },
    }),
    incidentInput({ ...at('2025-04-01T10:00:00Z'), title: { en: 'Draft' }, status: 'draft' }),
  ];
  await createIncidents(
    temporary.database,
    inputs.map((incident) => ({ incident })),
    { actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId: countingIds(), bulk: true },
  );
  for await (const { rows } of readState(temporary.database)) {
    for (const row of rows) columns.put(row);
  }
});
afterAll(() => temporary.close());

async function titles(query: Partial<IncidentQuery>): Promise<(string | undefined)[]> {
  const { database } = temporary;
  const page = await listIncidents(database, { limit: 10, ...query });
  const inAll = { ...query, limit: 10 };
  expect(await countIncidents(database, inAll)).toBe(page.rows.length);
  const changedAfter = query.updatedSince ? await seqBefore(database, query.updatedSince) : 0;
  const matches = matchRows(columns, inAll, changedAfter);
  expect(matches.count).toBe(page.rows.length);
  expect(await readNamedVersions(database, matches.page)).toEqual(page.rows);
  return page.rows.map((row) => row.record.title?.en);
}

test('the list is newest first and pages by its cursor without losing or repeating', async () => {
  const seen: (string | undefined)[] = [];
  let after: ListCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listIncidents>> = await listIncidents(
      temporary.database,
      { limit: 1, after },
    );
    expect(await countIncidents(temporary.database, { after })).toBe(4);
    seen.push(...page.rows.map((row) => row.record.title?.en));
    after = page.next;
  } while (after);
  expect(seen).toEqual(['Fiji', 'Seizure', 'Antwerp', 'Brussels']);
});

test('a bbox selects points inside it, across the date line too, and no record without a point', async () => {
  expect(await titles({ bbox: [4.3, 50.8, 4.5, 51.3] })).toEqual(['Antwerp', 'Brussels']);
  expect(await titles({ bbox: [4.39, 51.2, 4.5, 51.3] })).toEqual(['Antwerp']);
  expect(await titles({ bbox: [170, -30, -170, 0] })).toEqual(['Fiji']);
  expect(await titles({ bbox: [-180, -85, 180, 85] })).toEqual(['Fiji', 'Antwerp', 'Brussels']);
});

test('each condition selects by its words, from counts and to does not', async () => {
  expect(await titles({ kinds: ['seizure'] })).toEqual(['Seizure']);
  expect(await titles({ verifications: ['unverified', 'disputed'] })).toEqual(['Seizure']);
  expect(await titles({ origins: ['sourced'] })).toEqual(['Seizure']);
  expect(await titles({ subtypes: ['cocaine', 'stabbing'] })).toEqual(['Seizure']);
  expect(await titles({ kinds: ['shooting'], subtypes: ['cocaine'] })).toEqual([]);
  expect(await titles({ contexts: ['drugs'] })).toEqual(['Seizure']);
  const from = Date.parse('2025-02-01T10:00:00Z');
  expect(await titles({ from, to: from + 60_000 })).toEqual(['Antwerp']);
  expect(await titles({ to: from })).toEqual(['Brussels']);
  expect(await titles({ updatedSince: new Date('2026-01-02T10:00:01Z') })).toEqual([]);
  const areas = await readAreas(temporary.database);
  const antwerp = areas
    .filter((entry) => entry.area.municipality === '11002')
    .map((entry) => entry.code);
  expect(await titles({ areaCodes: antwerp })).toEqual(['Antwerp']);
  expect(await titles({ areaCodes: [] })).toEqual([]);
});

test('casualties select by what is stated: what is not stated is not nobody', async () => {
  const casualties = (...words: CasualtyChoice[]) => titles({ casualties: words });
  expect(await casualties('killed')).toEqual(['Fiji']);
  expect(await casualties('injured', 'nobody')).toEqual(['Fiji', 'Seizure']);
  expect(await casualties('nobody')).toEqual(['Seizure']);
  expect(await casualties('not stated')).toEqual(['Antwerp', 'Brussels']);
  expect(await casualties()).toEqual([]);
});

test('a quantity selects by its unit and its best estimate; a record without one is not selected', async () => {
  const seizure = (least: number | null, most: number | null) =>
    titles({ quantity: { unit: 'kg', least, most } });
  expect(await seizure(12_500, 12_500)).toEqual(['Seizure']);
  expect(await seizure(12_501, null)).toEqual([]);
  expect(await seizure(null, 12_499)).toEqual([]);
  expect(await seizure(null, null)).toEqual(['Seizure']);
  expect(await titles({ quantity: { unit: 'tablets', least: 0, most: null } })).toEqual([]);
});

test('what is dated less finely than to a day counts in a period only if it lies in it whole', async () => {
  const april = incidentInput({
    occurredFrom: '2025-03-31T22:00:00Z',
    occurredTo: '2025-04-30T22:00:00Z',
    timePrecision: 'month',
    title: { en: 'Some time in April' },
  });
  await createIncidents(temporary.database, [{ incident: april }], {
    actor: 'desk',
    now: new Date('2026-01-02T11:00:00Z'),
    newId: countingIds(90),
    bulk: true,
  });
  for await (const { rows } of readState(temporary.database)) {
    for (const row of rows) columns.put(row);
  }
  const from = Date.parse('2025-03-31T22:00:00Z');
  const to = Date.parse('2025-04-30T22:00:00Z');
  expect(await titles({ from, to })).toEqual(['Some time in April']);
  expect(await titles({ from, to: to - 60_000 })).toEqual([]);
  expect(await titles({ from: from + 60_000, to })).toEqual([]);
  expect(await titles({ from })).toEqual(['Some time in April']);
});
