import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, call, exampleIncident } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';
import { until } from '../support/until';

const INCIDENTS = '/api/v1/incidents';

let server: OpenServer;
beforeAll(async () => {
  server = await openServer({ isEmpty: true });
});
afterAll(() => server.stop());

const post = (change = {}, headers = {}) =>
  call(server, 'POST', INCIDENTS, exampleIncident(change), headers);
const patch = (id: string, change: unknown, headers = {}) =>
  call(server, 'PATCH', `${INCIDENTS}/${id}`, change, headers);
const read = (id: string) => call(server, 'GET', `${INCIDENTS}/${id}`);

/** The digest once everything written so far has been handed out. */
async function settledDigest(): Promise<Answer> {
  const { body: last } = await post();
  return until('the last write is public', async () => {
    const answer = await call(server, 'GET', '/api/v1/digest');
    return answer.body.seq >= last.seq && answer;
  });
}

function hoursAhead(hours: number) {
  const at = new Date(Date.now() + hours * 3_600_000).toISOString();
  return { occurredFrom: at, occurredTo: at };
}
const FAR_AHEAD = hoursAhead(25);

function expectProblem(answer: Answer, status: number, field?: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    status,
    title: expect.any(String),
    type: expect.any(String),
  });
  if (field)
    expect(answer.body.errors.map((fault: { field: string }) => fault.field)).toContain(field);
}

describe('POST', () => {
  it('takes the simplest body and gives 201 with the record, its address and its revision', async () => {
    const { subtype: _, ...simplest } = exampleIncident();
    const answer = await call(server, 'POST', INCIDENTS, simplest);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      rid: expect.any(Number),
      seq: expect.any(Number),
      revision: 1,
      kind: 'shooting',
      point: [4.3306, 50.8387],
      status: 'published',
    });
    expect(answer.headers.get('location')).toBe(`${INCIDENTS}/${answer.body.id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('completes the areas that follow from the finest one', async () => {
    expect((await post()).body).toMatchObject({
      country: 'BE',
      province: 'BE-BRU',
      municipality: '21001',
    });
  });

  it('gives the first answer again for the same Idempotency-Key, and adds nothing', async () => {
    const headers = { 'idempotency-key': 'once-only' };
    const first = await post({}, headers);
    const matched = async () => (await call(server, 'GET', INCIDENTS)).body.numberMatched;
    const before = await matched();
    const second = await post({}, headers);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await matched()).toBe(before);
  });

  it('gives one record to twelve callers who send one Idempotency-Key at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => post({}, { 'idempotency-key': 'all-at-once' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('refuses another body under a used Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'used' };
    await post({}, headers);
    expectProblem(await post({ verification: 'disputed' }, headers), 422, 'Idempotency-Key');
    expectProblem(await post({}, { 'idempotency-key': 'two words' }), 400, 'Idempotency-Key');
  });

  it('names every wrong field', async () => {
    const answer = await post({ kind: 'storm', occurredTo: 'yesterday', sources: [{ url: 'x' }] });
    expectProblem(answer, 422);
    const fields = answer.body.errors.map((fault: { field: string }) => fault.field);
    expect(fields).toEqual(
      expect.arrayContaining(['kind', 'occurredTo', 'sources.0.publisher', 'sources.0.url']),
    );
  });

  it.each([
    ['municipality', { municipality: '99999' }],
    ['origin', { origin: 'simulated' }],
    ['origin', { origin: 'sourced' }],
    ['origin', { origin: 'imported' }],
    ['status', { status: 'withdrawn' }],
    ['status', { status: 'retracted', retractionReason: { en: 'No.' } }],
    ['point', { point: null }],
    ['point', { point: [50.8387, 4.3306] }],
    ['point', { point: [50.8387, 4.3306], status: 'draft' }],
    ['point', { point: [4.3306, 50.8387], municipality: null, port: 'GRPIR' }],
    ['point', { point: [50.8387, 4.3306], municipality: null, country: 'BE' }],
    ['point', { point: [13.4, 52.5], municipality: null, province: 'BE-VAN' }],
    ['occurredFrom', FAR_AHEAD],
    ['occurredFrom', { ...FAR_AHEAD, status: 'draft' }],
    ['municipality', { point: null, placePrecision: 'municipality', municipality: null }],
    ['province', { point: null, placePrecision: 'province', municipality: null }],
    ['country', { point: null, placePrecision: 'country', municipality: null }],
    ['sources', { sources: [] }],
  ])('names %s where the record cannot be: %j', async (field, change) => {
    expectProblem(await post(change), 422, field);
  });

  it('says that longitude comes first where a point lies far from its area', async () => {
    const { body } = await post({ point: [50.8387, 4.3306] });
    expect(body.errors[0].message).toMatch(
      /lies \d{4} km from Anderlecht .*\[longitude, latitude\]/,
    );
  });

  it.each([
    [
      'a place at sea, far from any land',
      { point: [-40, 30], placePrecision: 'sea', country: 'FR' },
    ],
    ['goods on their way', { point: [2.1, 41.3], port: 'BEANR', placeRole: 'in transit to it' }],
    ['a point off the coast of its country', { point: [2.9, 51.45], country: 'BE' }],
    ['a country without a finer area', { point: null, placePrecision: 'country', country: 'ES' }],
    ['the high seas', { point: null, placePrecision: 'sea' }],
    ['a clock that is an hour ahead', hoursAhead(1)],
    ['a draft that has no area yet', { point: null, placePrecision: 'country', status: 'draft' }],
  ])('takes %s', async (_, change) => {
    const { municipality: _m, ...elsewhere } = exampleIncident();
    expect((await call(server, 'POST', INCIDENTS, { ...elsewhere, ...change })).status).toBe(201);
  });

  it('names the body where it is no JSON', async () => {
    expectProblem(await call(server, 'POST', INCIDENTS, '{"kind":'), 400, 'body');
  });

  it('refuses a body over the limit before reading it to its end', async () => {
    const answer = await call(server, 'POST', INCIDENTS, ' '.repeat(8 * 1024 * 1024 + 1)).catch(
      (error: Error) => error,
    );
    // The server may close while the body is still being sent; then there is no answer to read.
    if (answer instanceof Error) expect(answer.message).toMatch(/fetch failed/);
    else expectProblem(answer, 413, 'body');
    expect((await call(server, 'GET', '/api/v1/health')).status).toBe(200);
  });

  it('answers 413 to a body that announces its size', async () => {
    const status = await new Promise<number | undefined>((settle, reject) => {
      const asked = request(
        `${server.baseUrl}${INCIDENTS}`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${server.token}`, 'content-length': 9 * 1024 * 1024 },
        },
        (answer) => {
          settle(answer.statusCode);
          asked.destroy();
        },
      );
      asked.on('error', reject);
      asked.flushHeaders();
    });
    expect(status).toBe(413);
  });
});

describe('PATCH', () => {
  it('changes what it names, leaves the rest, and keeps the correction', async () => {
    const { body: created } = await post({ killed: { best: 1 } });
    const answer = await patch(created.id, {
      killed: { best: 2 },
      correction: { en: 'A second person died.' },
    });
    expect(answer.status).toBe(200);
    const { properties } = (await read(created.id)).body;
    expect(properties).toMatchObject({
      killed: { low: null, best: 2, high: null },
      title: created.title,
      corrections: [{ text: { en: 'A second person died.' }, fields: ['killed'] }],
    });
    expect(properties.seq).toBeGreaterThan(created.seq);
  });

  it('checks If-Match: 412 for an old revision, 400 for no revision', async () => {
    const { body: created } = await post();
    const current = { 'if-match': '"1"' };
    expect((await patch(created.id, { verification: 'disputed' }, current)).body.revision).toBe(2);
    expectProblem(await patch(created.id, { verification: 'official' }, current), 412, 'If-Match');
    expectProblem(await patch(created.id, {}, { 'if-match': 'one' }), 400, 'If-Match');
    const publicTag = (await read(created.id)).headers.get('etag') ?? '';
    expectProblem(await patch(created.id, {}, { 'if-match': publicTag }), 400, 'If-Match');
    expect((await read(created.id)).body.properties.verification).toBe('disputed');
  });

  it('is done once per Idempotency-Key: a correction that is sent again is published once', async () => {
    const { body: created } = await post({ killed: { best: 1 } });
    const headers = { 'idempotency-key': 'correct-once', 'if-match': '"1"' };
    const change = { killed: { best: 2 }, correction: { en: 'A second person died.' } };
    const first = await patch(created.id, change, headers);
    const again = await Promise.all([1, 2, 3].map(() => patch(created.id, change, headers)));
    for (const answer of again) {
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(first.body);
      expect(answer.headers.get('etag')).toBe('"2"');
      expect(answer.headers.get('idempotency-replayed')).toBe('true');
    }
    expect((await read(created.id)).body.properties.corrections).toHaveLength(1);
    expect((await patch(created.id, { verification: 'disputed' })).body.revision).toBe(3);
  });

  it('refuses an Idempotency-Key that is none, or was used for another body, record or method', async () => {
    const [{ body: one }, { body: other }] = await Promise.all([post(), post()]);
    const headers = { 'idempotency-key': 'one-change' };
    const change = { verification: 'disputed' };
    expect((await patch(one.id, change, headers)).status).toBe(200);
    expectProblem(await patch(one.id, { killed: { best: 1 } }, headers), 422, 'Idempotency-Key');
    expectProblem(await patch(other.id, change, headers), 422, 'Idempotency-Key');
    expectProblem(await post({}, headers), 422, 'Idempotency-Key');
    expectProblem(
      await patch(one.id, change, { 'idempotency-key': 'two words' }),
      400,
      'Idempotency-Key',
    );
    expect((await read(other.id)).body.properties.verification).toBe('official');
  });

  it('[TD5] tells nothing of a record that was withdrawn since by a repeated Idempotency-Key', async () => {
    const { body: created } = await post();
    const headers = { 'idempotency-key': 'changed-then-withdrawn' };
    const change = { title: { en: 'Changed and withdrawn' } };
    expect((await patch(created.id, change, headers)).status).toBe(200);
    await call(server, 'DELETE', `${INCIDENTS}/${created.id}`);
    const again = await patch(created.id, change, headers);
    expectProblem(again, 410);
    expect(JSON.stringify(again.body)).not.toContain('Changed and withdrawn');
  });

  it('lets one of two writers with one revision through', async () => {
    const { body: created } = await post();
    const answers = await Promise.all(
      ['disputed', 'corroborated'].map((verification) =>
        patch(created.id, { verification }, { 'if-match': '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('checks the whole record and names the field that would be wrong', async () => {
    const { body: created } = await post();
    expectProblem(
      await patch(created.id, { occurredTo: '2020-01-01T00:00:00Z' }),
      422,
      'occurredTo',
    );
    expectProblem(await patch(created.id, { colour: 'red' }), 422, 'colour');
    expectProblem(await patch(created.id, { status: 'draft' }), 422, 'status');
    expectProblem(await patch(created.id, { status: 'withdrawn' }), 422, 'status');
    expectProblem(await patch(created.id, { origin: 'imported' }), 422, 'origin');
    expectProblem(await patch(created.id, { status: 'retracted' }), 422, 'retractionReason');
  });

  it('moves a record whole: no finer area of the old place survives', async () => {
    const { body: created } = await post();
    const answer = await patch(created.id, { municipality: '11002', point: [4.4, 51.22] });
    expect(answer.body).toMatchObject({
      municipality: '11002',
      province: 'BE-VAN',
      district: null,
    });
    expect(answer.body.policeZone).not.toBe(created.policeZone);
  });

  it('that is a slip is refused: a point far from the area, a time to come', async () => {
    const { body: created } = await post();
    expectProblem(await patch(created.id, { point: [50.8387, 4.3306] }), 422, 'point');
    expectProblem(await patch(created.id, FAR_AHEAD), 422, 'occurredFrom');
  });

  it('that changes nothing makes no revision', async () => {
    const { body: created } = await post();
    for (const change of [{}, { verification: 'official' }, { status: 'published' }]) {
      const answer = await patch(created.id, change);
      expect([answer.status, answer.body.revision, answer.body.seq]).toEqual([200, 1, null]);
      expect(answer.headers.get('etag')).toBe('"1"');
    }
    expectProblem(await patch(created.id, {}, { 'if-match': '"2"' }), 412, 'If-Match');
  });

  it('is 410 once a record is withdrawn or erased, as reading it is', async () => {
    for (const verb of ['withdraw', 'erase']) {
      const { body: created } = await post();
      const path = `${INCIDENTS}/${created.id}/${verb}`;
      expect((await call(server, 'POST', path, { reason: 'An example.' })).status).toBe(200);
      expectProblem(await patch(created.id, { verification: 'disputed' }), 410);
      expectProblem(await read(created.id), 410);
    }
  });

  it('publishes a draft, which nobody saw before', async () => {
    const { body: draft } = await post({ status: 'draft' });
    expect((await read(draft.id)).status).toBe(404);
    await patch(draft.id, { status: 'published' });
    expect((await read(draft.id)).status).toBe(200);
  });

  it('retracts: the reason stays, what was claimed goes, also from the versions before', async () => {
    const { body: created } = await post({ summary: { en: 'A claim that was wrong.' } });
    await patch(created.id, {
      status: 'retracted',
      retractionReason: { en: 'It did not happen.' },
    });
    const shown = (await read(created.id)).body;
    expect(shown).toMatchObject({
      geometry: null,
      properties: {
        status: 'retracted',
        title: null,
        retractionReason: { en: 'It did not happen.' },
      },
    });
    const versions = await call(server, 'GET', `${INCIDENTS}/${created.id}/versions`);
    expect(JSON.stringify(versions.body)).not.toContain('A claim that was wrong.');
  });
});

describe('DELETE', () => {
  it('withdraws: 410 for readers from then on, and no trace in list or versions', async () => {
    const { body: created } = await post({ title: { en: 'Withdrawn canary' } });
    const answer = await call(server, 'DELETE', `${INCIDENTS}/${created.id}`);
    expect(answer.status).toBe(200);
    expectProblem(await read(created.id), 410);
    const list = await call(server, 'GET', `${INCIDENTS}?limit=1000`);
    expect(JSON.stringify(list.body)).not.toContain('Withdrawn canary');
    const versions = await call(server, 'GET', `${INCIDENTS}/${created.id}/versions`);
    expect(JSON.stringify(versions.body)).not.toContain('Withdrawn canary');
  });

  it('checks If-Match', async () => {
    const { body: created } = await post();
    const path = `${INCIDENTS}/${created.id}`;
    expectProblem(
      await call(server, 'DELETE', path, undefined, { 'if-match': '"7"' }),
      412,
      'If-Match',
    );
    expect((await read(created.id)).status).toBe(200);
  });

  it('is 404 for what never was', async () => {
    const never = '00000000-0000-4000-8000-000000000000';
    for (const id of [never, 'no-uuid', '1']) {
      expectProblem(await call(server, 'DELETE', `${INCIDENTS}/${id}`), 404);
      expectProblem(await patch(id, {}), 404);
      expectProblem(await read(id), 404);
    }
  });
});

describe('figures', () => {
  const figure = {
    key: 'example: a figure of nowhere',
    measure: 'seizures',
    definition: { en: 'Invented.' },
    authority: 'Example authority',
    area: 'BE',
    areaName: { en: 'Belgium' },
    periodFrom: '2024-01-01',
    periodTo: '2024-12-31',
    value: 1,
    unit: 'count',
    source: { publisher: 'Example', label: 'Example', url: 'https://example.org/' },
  };

  it('are refused by row and field where the area is no region or the period no period', async () => {
    const figures = [figure, { ...figure, key: 'example: another', area: 'XX-NOWHERE' }];
    const put = (some: object[]) => call(server, 'PUT', '/api/v1/figures', { figures: some });
    expectProblem(await put(figures), 422, 'figures.1.area');
    expectProblem(
      await put([{ ...figure, periodFrom: '2024-99-99' }]),
      422,
      'figures.0.periodFrom',
    );
    expect((await put([figure])).body).toEqual({ changed: 1, unchanged: 0 });
  });
});

describe('rights', () => {
  const body = exampleIncident();

  it.each([
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('are refused with 401 to %s, and nothing is written', async (_, headers) => {
    const before = await settledDigest();
    for (const [method, path] of [
      ['POST', INCIDENTS],
      ['PATCH', `${INCIDENTS}/00000000-0000-4000-8000-000000000000`],
      ['DELETE', `${INCIDENTS}/00000000-0000-4000-8000-000000000000`],
      ['POST', `${INCIDENTS}/00000000-0000-4000-8000-000000000000/erase`],
      ['POST', '/api/v1/imports'],
      ['PUT', '/api/v1/figures'],
    ] as const) {
      const answer = await call(server, method, path, body, headers);
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    const after = await call(server, 'GET', '/api/v1/digest');
    expect(after.body).toEqual(before.body);
  });

  it('are asked for at the desk, where drafts are read', async () => {
    const { body: draft } = await post({ status: 'draft', notes: 'For the desk.' });
    const path = `/api/v1/desk/incidents/${draft.id}`;
    expectProblem(await call(server, 'GET', path, undefined, { authorization: '' }), 401);
    expect((await call(server, 'GET', path)).body).toMatchObject({ notes: 'For the desk.' });
  });
});

describe('imports', () => {
  it('take the good rows, name the bad ones, add nothing twice and are taken back whole', async () => {
    const batchId = '11111111-1111-4111-8111-111111111111';
    const rows = {
      batchId,
      name: 'example.csv',
      records: [
        { importKey: 'row-1', incident: exampleIncident({ origin: 'imported' }) },
        { importKey: 'row-2', incident: { kind: 'storm' } },
        {
          importKey: 'row-3',
          incident: exampleIncident({ origin: 'imported', municipality: '0' }),
        },
      ],
    };
    const first = await call(server, 'POST', '/api/v1/imports', rows);
    expect(first.body).toMatchObject({ added: 1, faults: [{ index: 1 }, { index: 2 }] });
    const second = await call(server, 'POST', '/api/v1/imports', rows);
    expect(second.body).toMatchObject({ added: 0 });
    const count = async () =>
      (await call(server, 'GET', `${INCIDENTS}?origin=imported`)).body.numberMatched;
    expect(await count()).toBe(1);
    expect((await call(server, 'DELETE', `/api/v1/imports/${batchId}`)).status).toBe(200);
    expect(await count()).toBe(0);
  });

  it('are imported: a row that says otherwise is named, one that says nothing is taken as that', async () => {
    const { origin: _, ...silent } = exampleIncident({ origin: 'imported' });
    const claims = ['recorded', 'sourced', 'simulated'] as const;
    const incidents = [silent, ...claims.map((origin) => exampleIncident({ origin }))];
    const { body } = await call(server, 'POST', '/api/v1/imports', {
      batchId: '22222222-2222-4222-8222-222222222222',
      name: 'origins.csv',
      records: incidents.map((incident, index) => ({ importKey: `origin-${index}`, incident })),
    });
    expect(body.added).toBe(1);
    expect(body.faults.map(({ index, errors }: Fault) => [index, errors[0]?.field])).toEqual([
      [1, 'origin'],
      [2, 'origin'],
      [3, 'origin'],
    ]);
    const { numberMatched } = (await call(server, 'GET', `${INCIDENTS}?origin=imported`)).body;
    expect(numberMatched).toBe(1);
  });
});

interface Fault {
  index: number;
  errors: { field: string }[];
}
