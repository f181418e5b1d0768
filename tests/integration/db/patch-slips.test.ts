import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIncidents } from '@/db/write-incidents';
import type { IncidentBody } from '@/lib/domain/incident';
import { createPointLocator } from '@/lib/regions/point-to-region';
import { WRITE_ROUTES } from '@/lib/server/api/write-routes';
import type { ApiCall } from '@/lib/server/http/router';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const now = new Date('2026-01-02T10:00:00Z');
const newId = countingIds(41);
const none = { type: 'FeatureCollection' as const, features: [] };
const SWAPPED: IncidentBody['point'] = [50.838711, 4.330612];

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(() => temporary.clear());
afterAll(() => temporary.close());

/** Writes a record past the checks, as an older version did, and changes it by the API. */
async function patched(before: Partial<IncidentBody>, patch: object): Promise<unknown> {
  const written = await createIncidents(temporary.database, [{ incident: incidentInput(before) }], {
    actor: 'desk',
    now,
    newId,
    bulk: false,
  });
  const services = {
    database: temporary.database,
    tail: { poke: () => undefined },
    boundaries: { refresh: async () => null },
    locator: createPointLocator({ countries: none, provinces: none }),
    now: () => now,
    newId,
  };
  // A change needs no more of a call and of what a server shares.
  const call = {
    services,
    request: new Request('http://127.0.0.1/', { method: 'PATCH' }),
    params: { id: written.records[0]?.incident.id ?? '' },
    readBody: async () => new TextEncoder().encode(JSON.stringify(patch)),
  } as unknown as ApiCall;
  const route = WRITE_ROUTES.find(({ method }) => method === 'PATCH');
  const answer = await route?.handle(call);
  return answer?.json();
}

describe('a record of before its slips were refused', () => {
  it.each([
    ['point', { point: SWAPPED }],
    ['occurredFrom', { occurredFrom: '2031-01-01T00:00:00Z', occurredTo: '2031-01-01T00:00:00Z' }],
    [
      'municipality',
      { point: null, placePrecision: 'municipality', municipality: null, country: null },
    ],
  ] satisfies [string, Partial<IncidentBody>][])(
    'can be protected, though its %s stays wrong',
    async (_field, before) => {
      const change = { sensitivity: ['minor'] };
      expect(await patched(before, change)).toMatchObject({
        sensitivity: ['minor'],
      });
    },
  );

  it('takes no other slip beside it', async () => {
    const wrong = { problem: { status: 422, errors: [{ field: 'point' }] } };
    const other = { point: [51.1, 4.2] };
    await expect(patched({ point: SWAPPED }, other)).rejects.toMatchObject(wrong);
    await expect(patched({}, { point: SWAPPED })).rejects.toMatchObject(wrong);
  });

  it('is not published with it, nor with what only a draft may lack', async () => {
    const wrong = { status: 'draft', point: SWAPPED } as const;
    await expect(patched(wrong, { status: 'published' })).rejects.toMatchObject({
      problem: { status: 422, errors: [{ field: 'point' }] },
    });
    const draft = {
      status: 'draft',
      point: null,
      placePrecision: 'country',
      country: null,
    } as const;
    const change = { status: 'published' };
    await expect(patched({ ...draft, municipality: null }, change)).rejects.toMatchObject({
      problem: { status: 422, errors: [{ field: 'country' }] },
    });
  });
});
