import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBoundaryFacts } from '@/db/boundaries';
import { readLocatedIncidents } from '@/db/located-incidents';
import { readStoredIncident } from '@/db/read-incidents';
import { readHead } from '@/db/read-log';
import { createIncidents, withdrawIncident } from '@/db/write-incidents';
import type { IncidentBody } from '@/lib/domain/incident';
import { readBoundaries } from '@/lib/ingest/boundaries/read-boundaries';
import { withBoundaries } from '@/lib/regions/boundaries/boundary-locator';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { createPointLocator } from '@/lib/regions/point-to-region';
import { BOUNDARY_ROUTES } from '@/lib/server/api/boundary-routes';
import { WRITE_ROUTES } from '@/lib/server/api/write-routes';
import { BoundaryKeeper } from '@/lib/server/boundary-keeper';
import type { ProblemError } from '@/lib/server/http/answers';
import type { ApiCall } from '@/lib/server/http/router';
import {
  IN_EAST,
  IN_WEST,
  NEAR_MIDDLE,
  squareRing,
  twoSquares,
} from '../../support/boundary-files';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const PATH = '/api/v1/boundaries';
const now = new Date('2026-01-02T10:00:00Z');
const newId = countingIds(77);
const none = { type: 'FeatureCollection' as const, features: [] };
const file = (document: unknown) =>
  readBoundaries(JSON.stringify(document), { key: null, object: null, isMerged: false });

const { shapes } = file(twoSquares());
const { topology, toleranceMetres } = buildTopology(shapes);
const input = {
  source: 'Example office, 2026',
  licence: 'Example licence',
  toleranceMetres,
  topology,
};

let temporary: TemporaryDatabase;
let keeper: BoundaryKeeper;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(async () => {
  await temporary.clear();
  keeper = new BoundaryKeeper(temporary.database);
});
afterAll(() => temporary.close());

/** Calls a route as the server does, without the server around it. */
async function ask(
  method: string,
  path: string,
  {
    body,
    params = {},
    headers = {},
  }: { body?: unknown; params?: Record<string, string>; headers?: Record<string, string> } = {},
) {
  const outlines = createPointLocator({ countries: none, provinces: none });
  const call = {
    services: {
      database: temporary.database,
      boundaries: keeper,
      locator: withBoundaries(outlines, () => keeper.locator()),
      tail: { poke: () => undefined },
      settings: { mode: 'real' },
      now: () => now,
      newId,
    },
    request: new Request('http://127.0.0.1/', { headers }),
    params,
    readBody: async () => new TextEncoder().encode(JSON.stringify(body)),
  } as unknown as ApiCall;
  const route = [...BOUNDARY_ROUTES, ...WRITE_ROUTES].find(
    (candidate) => candidate.method === method && candidate.path === path,
  );
  const answer = await route?.handle(call).catch((error: ProblemError) => error.problem);
  if (!answer) throw new Error(`no route ${method} ${path}`);
  if (!(answer instanceof Response))
    return { status: answer.status, problem: answer, headers: new Headers(), json: null };
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: text ? JSON.parse(text) : null };
}

async function record(change: Partial<IncidentBody>): Promise<string> {
  const context = { actor: 'test', now, newId, bulk: false };
  const { records } = await createIncidents(
    temporary.database,
    [{ incident: incidentInput(change) }],
    context,
  );
  return records[0]?.incident.id ?? '';
}

const areaOfStored = async (id: string) =>
  (await readStoredIncident(temporary.database, id))?.incident.municipality;

describe('imported boundaries', () => {
  it('are told with their source, licence and levels, and served as they came', async () => {
    expect((await ask('GET', PATH)).json).toEqual({ boundaries: null });
    const { json } = await ask('PUT', PATH, { body: input });
    expect((await ask('GET', PATH)).json).toEqual(json);
    const { address, ...facts } = json.boundaries;
    expect(facts).toMatchObject({
      source: 'Example office, 2026',
      licence: 'Example licence',
      levels: { municipality: 2 },
      importedAt: now.toISOString(),
    });
    const sha256 = address.slice(`${PATH}/`.length);
    const served = await ask('GET', `${PATH}/:sha256`, { params: { sha256 } });
    expect(served.json).toEqual(topology);
    expect(served.headers.get('cache-control')).toContain('immutable');
    const again = {
      params: { sha256 },
      headers: { 'if-none-match': served.headers.get('etag') ?? '' },
    };
    expect((await ask('GET', `${PATH}/:sha256`, again)).status).toBe(304);
  });

  it('are those of the database for every process, the next moment and after their removal', async () => {
    const other = new BoundaryKeeper(temporary.database);
    await other.refresh();
    expect(other.locator()).toBeNull();
    await ask('PUT', PATH, { body: input });
    const facts = await other.refresh();
    expect(other.locator()?.regionAt(IN_WEST)?.code).toBe('21001');
    const east = buildTopology(shapes.slice(1));
    await ask('PUT', PATH, { body: { ...input, topology: east.topology } });
    expect(await other.file(facts?.sha256 ?? '', null)).toBeNull();
    expect(other.locator()?.regionAt(IN_WEST)).toBeNull();
    expect(other.locator()?.regionAt(IN_EAST)?.code).toBe('21004');
    await ask('DELETE', PATH);
    expect(await other.refresh()).toBeNull();
    expect(other.locator()).toBeNull();
    expect(await readBoundaryFacts(temporary.database)).toBeNull();
  });

  it.each([
    ['source', { ...input, source: ' ' }],
    ['topology.arcs.0', { ...input, topology: { ...topology, arcs: [[[0.5, 1]]] } }],
    ['topology.objects.regions.geometries.0', { ...input, topology: { ...topology, arcs: [] } }],
    ['extra', { ...input, extra: 1 }],
  ])('with a wrong %s are refused by that name, and those before stay', async (field, body) => {
    const before = (await ask('PUT', PATH, { body: input })).json;
    const refused = await ask('PUT', PATH, { body });
    expect(refused.status).toBe(422);
    expect(refused.problem?.errors?.some((fault) => fault.field.startsWith(field))).toBe(true);
    expect((await ask('GET', PATH)).json).toEqual(before);
  });

  it('in a body that is too large are refused before anything of them is checked', async () => {
    const arcs = [[[0, 0]]];
    const body = { ...input, topology: { ...topology, arcs }, extra: 'x'.repeat(2_100_000) };
    const refused = await ask('PUT', PATH, { body });
    expect(refused.problem?.errors).toEqual([
      { field: 'topology', message: expect.stringMatching(/^send at most 2000000 bytes/) },
    ]);
  });

  it('give a new record that names no area the municipality of its point', async () => {
    const body = {
      ...incidentInput({ point: IN_EAST, municipality: null, country: null, status: 'draft' }),
    };
    expect((await ask('POST', '/api/v1/incidents', { body })).json.municipality).toBeNull();
    await ask('PUT', PATH, { body: input });
    expect((await ask('POST', '/api/v1/incidents', { body })).json).toMatchObject({
      municipality: '21004',
      policeZone: '5339',
      province: 'BE-BRU',
    });
  });
});

describe('an area that followed from a private point', () => {
  const district = buildTopology([
    { code: '11002-antwerpen', polygons: [[squareRing(4.28, 50.8, 4.34, 50.86)]] },
  ]);
  const unnamed = { point: IN_WEST, municipality: null, country: null };
  const create = async (change: Partial<IncidentBody>) =>
    (await ask('POST', '/api/v1/incidents', { body: incidentInput({ ...unnamed, ...change }) }))
      .json;
  beforeEach(() => ask('PUT', PATH, { body: { ...input, topology: district.topology } }));

  it('is no finer than the precision that readers see, whichever way the record came', async () => {
    const minor: Partial<IncidentBody> = { sensitivity: ['minor'], status: 'draft' };
    for (const [placePrecision, municipality, province] of [
      ['exact', '11002', 'BE-VAN'],
      ['municipality', '11002', 'BE-VAN'],
      ['province', null, 'BE-VAN'],
      ['sea', null, null],
    ] as const) {
      const area = { district: null, municipality, province };
      expect(await create({ ...minor, placePrecision })).toMatchObject(area);
    }
    const incident = incidentInput({ ...unnamed, ...minor, placePrecision: 'exact' });
    const batch = { batchId: newId(), name: 'Example' };
    const records = [{ importKey: 'one', incident: { ...incident, origin: 'imported' } }];
    const { json } = await ask('POST', '/api/v1/imports', { body: { ...batch, records } });
    expect(json).toMatchObject({ added: 1, faults: [] });
    const [located] = await readLocatedIncidents(temporary.database, { after: 0, limit: 50 }).then(
      (all) => all.filter(({ record: { origin } }) => origin === 'imported'),
    );
    expect(located?.record).toMatchObject({ district: null, municipality: '11002' });
  });

  it('goes when a change makes the place coarser, and one that the change names stays', async () => {
    const made = await create({ placePrecision: 'exact' });
    expect(made.district).toBe('11002-antwerpen');
    const coarser = { placePrecision: 'municipality', sensitivity: ['minor'] };
    const change = async (body: object) =>
      (
        await ask('PATCH', '/api/v1/incidents/:id', {
          body,
          params: { id: made.id },
          headers: { 'if-match': '*' },
        })
      ).json;
    expect(await change(coarser)).toMatchObject({ district: null, municipality: '11002' });
    await change({ placePrecision: 'exact', sensitivity: [], district: '11002-antwerpen' });
    const named = { ...coarser, district: '11002-antwerpen' };
    expect(await change(named)).toMatchObject({ district: '11002-antwerpen' });
  });
});

describe('re-coding', () => {
  const recode = async (isDryRun: boolean) =>
    (await ask('POST', `${PATH}/recode`, { body: { after: 0, isDryRun } })).json;

  it('writes a version for each record whose point lies in another area, and none for the others', async () => {
    const moved = await record({ point: IN_EAST, municipality: '21001', status: 'published' });
    const right = await record({ point: IN_WEST, municipality: '21001', status: 'published' });
    const near = await record({
      point: NEAR_MIDDLE,
      municipality: '21004',
      placePrecision: 'vicinity',
    });
    const gone = await record({ point: IN_EAST, municipality: '21001', status: 'published' });
    const context = { actor: 'test', now, newId, expectedRevision: null };
    await withdrawIncident(temporary.database, gone, context);
    await ask('PUT', PATH, { body: input });
    const { seq } = await readHead(temporary.database);
    const expected = {
      compared: 3,
      leftAlone: 1,
      next: null,
      changed: [{ id: moved, from: '21001', to: '21004' }],
    };
    expect(await recode(true)).toEqual(expected);
    expect((await readHead(temporary.database)).seq).toBe(seq);
    expect(await recode(false)).toEqual(expected);
    expect((await readHead(temporary.database)).seq).toBe(seq + 1);
    expect(await areaOfStored(moved)).toBe('21004');
    expect(await areaOfStored(right)).toBe('21001');
    expect(await areaOfStored(near)).toBe('21004');
    expect(await recode(false)).toMatchObject({ changed: [] });
  });

  it('without boundaries says so', async () => {
    const refused = await ask('POST', `${PATH}/recode`, { body: { isDryRun: false } });
    expect([refused.status, refused.problem?.title]).toEqual([409, 'There are no boundaries']);
  });
});
