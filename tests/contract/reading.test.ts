import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOfBrusselsDayMs, startOfBrusselsDayMs } from '@/lib/domain/time';
import { manifestSchema } from '@/lib/protocol/changes';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { decodePartition } from '@/lib/store/partition-codec';
import { call, exampleIncident } from '../support/api-client';
import { squareRing } from '../support/boundary-files';
import { type OpenServer, openServer } from '../support/open-server';
import { fetchSnapshot, readByHttp, SpecReader } from '../support/spec-reader';
import { until } from '../support/until';

const INCIDENTS = '/api/v1/incidents';
const BRUSSELS = [4.2, 50.7, 4.6, 51] as const;

interface Feature {
  id: string;
  geometry: { coordinates: [number, number] } | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what came, whatever it is.
  properties: any;
}

let server: OpenServer;
let all: Feature[];
let midway: string;

beforeAll(async () => {
  server = await openServer({ environment: { PUBLISHER: 'Example Press' } });
  const examples = [
    {},
    {
      municipality: '11002',
      point: [4.4, 51.22] as [number, number],
      verification: 'disputed' as const,
    },
    {
      kind: 'seizure' as const,
      subtype: 'cocaine' as const,
      port: 'BEANR',
      municipality: null,
      context: 'drugs' as const,
      quantity: { best: 12.5, unit: 'kg' as const },
    },
    { placePrecision: 'municipality' as const, point: null, municipality: '21004' },
    { placePrecision: 'exact' as const, killed: { best: 0 }, injured: { best: 0 } },
    { placePrecision: 'locality' as const, killed: { best: 1 } },
    // A Brussels day and a night, in each of which a day of UTC begins.
    {
      occurredFrom: '2026-01-03T23:00:00Z',
      occurredTo: '2026-01-04T23:00:00Z',
      timePrecision: 'day' as const,
    },
    {
      occurredFrom: '2026-01-04T21:00:00Z',
      occurredTo: '2026-01-05T05:00:00Z',
      timePrecision: 'night' as const,
    },
  ];
  const record = (change: object) => call(server, 'POST', INCIDENTS, exampleIncident(change));
  for (const change of examples) expect((await record(change)).status).toBe(201);
  const newYear = '2025-12-31T23:30:00Z';
  const last = (await record({ occurredFrom: newYear, occurredTo: newYear })).body;
  midway = last.updatedAt;
  const { body: late } = await record({ verification: 'corroborated' });
  await until('the head has all records', async () => {
    return (await get('/api/v1/digest')).body.seq >= late.seq;
  });
  all = await everyFeature();
}, 60_000);
afterAll(() => server.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  call(server, 'GET', path, undefined, { authorization: '', ...headers });

/** All pages of a list. */
async function everyFeature(query = '', limit = 200): Promise<Feature[]> {
  const found: Feature[] = [];
  let cursor = '';
  for (;;) {
    const { status, body } = await get(`${INCIDENTS}?limit=${limit}${query}${cursor}`);
    expect(status).toBe(200);
    expect(body.numberReturned).toBe(body.features.length);
    found.push(...body.features);
    if (body.next === null) {
      expect(body.numberMatched).toBe(found.length);
      return found;
    }
    cursor = `&cursor=${body.next}`;
  }
}

const ids = (features: Feature[]) => features.map(({ id }) => id).sort();
const happened = ({ properties }: Feature) => Date.parse(properties.occurredFrom);

describe('the list', () => {
  it('is GeoJSON with stable addresses, the version and its time, newest first', async () => {
    const { body, headers } = await get(`${INCIDENTS}?limit=5`);
    expect(headers.get('content-type')).toBe('application/geo+json');
    expect(body).toMatchObject({
      type: 'FeatureCollection',
      numberMatched: all.length,
      numberReturned: 5,
      scope: 'real',
      imprint: { publisher: 'Example Press', simulated: false },
    });
    for (const feature of body.features) {
      expect(feature).toMatchObject({
        type: 'Feature',
        properties: { seq: expect.any(Number), updatedAt: expect.any(String) },
      });
      expect(feature.properties.url).toContain(`${INCIDENTS}/${feature.id}`);
    }
    const times = all.map(happened);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('has a null geometry exactly where there is no public point, and says how far off a point may be', () => {
    const uncertainty = { exact: 25, vicinity: 75, locality: 750 } as Record<string, number>;
    expect(new Set(all.map(({ properties }) => properties.placePrecision)).size).toBeGreaterThan(3);
    for (const { geometry, properties } of all) {
      const metres = uncertainty[properties.placePrecision] ?? null;
      expect(properties.uncertaintyMetres).toBe(metres);
      expect(geometry === null).toBe(metres === null);
    }
  });

  it('gives every record once, however small its pages', async () => {
    expect(ids(await everyFeature('', 37))).toEqual(ids(all));
    expect(new Set(ids(all)).size).toBe(all.length);
  });

  it.each([
    ['kind=seizure', ({ properties }: Feature) => properties.kind === 'seizure'],
    ['kind=shooting,incident', ({ properties }: Feature) => properties.kind !== 'seizure'],
    ['verification=disputed', ({ properties }: Feature) => properties.verification === 'disputed'],
    [
      'subtype=cocaine,person hit',
      ({ properties }: Feature) => ['cocaine', 'person hit'].includes(properties.subtype ?? ''),
    ],
    ['context=drugs', ({ properties }: Feature) => properties.context === 'drugs'],
    [
      'casualties=killed,nobody',
      ({ properties: { killed, injured } }: Feature) =>
        (killed?.best ?? 0) > 0 || (killed?.best === 0 && injured?.best === 0),
    ],
    [
      'unit=kg&minQuantity=0.5&maxQuantity=900',
      ({ properties: { quantity } }: Feature) =>
        quantity?.unit === 'kg' && quantity.best >= 0.5 && quantity.best <= 900,
    ],
    ['region=21001', ({ properties }: Feature) => properties.municipality === '21001'],
    ['region=BE-VAN', ({ properties }: Feature) => properties.province === 'BE-VAN'],
    [
      'region=BEANR,21004',
      ({ properties }: Feature) =>
        properties.port === 'BEANR' || properties.municipality === '21004',
    ],
    ['region=BE', ({ properties }: Feature) => properties.country === 'BE'],
    ['from=2026-01-01', (f: Feature) => happened(f) >= startOfBrusselsDayMs('2026-01-01')],
    ['to=2025-12-31', (f: Feature) => happened(f) < endOfBrusselsDayMs('2025-12-31')],
    [
      'from=2026-01-02T21:40:00Z&to=2026-01-02T21:41:00Z',
      (f: Feature) => happened(f) === Date.parse('2026-01-02T21:40:00Z'),
    ],
    [
      `bbox=${BRUSSELS.join(',')}`,
      ({ geometry }: Feature) => {
        const [west, south, east, north] = BRUSSELS;
        const [lng, lat] = geometry?.coordinates ?? [Number.NaN, Number.NaN];
        return lng >= west && lng <= east && lat >= south && lat <= north;
      },
    ],
    [
      'kind=shooting&region=BE-BRU&verification=official&from=2026-01-01',
      (f: Feature) =>
        f.properties.kind === 'shooting' &&
        f.properties.province === 'BE-BRU' &&
        f.properties.verification === 'official' &&
        happened(f) >= startOfBrusselsDayMs('2026-01-01'),
    ],
  ] as [string, (feature: Feature) => boolean][])(
    '%s selects what it says',
    async (query, matches) => {
      const expected = all.filter(matches);
      expect(expected.length).toBeGreaterThan(0);
      expect(expected.length).toBeLessThan(all.length);
      expect(ids(await everyFeature(`&${query}`))).toEqual(ids(expected));
    },
  );

  it('updatedSince selects what was published or changed from that instant on', async () => {
    const found = await everyFeature(`&updatedSince=${midway}`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(4);
    for (const { properties } of found) {
      expect(Date.parse(properties.updatedAt)).toBeGreaterThanOrEqual(Date.parse(midway));
    }
  });

  it('the last day counts to its end in Brussels, not in UTC', async () => {
    const newYear = all.filter(({ properties }) =>
      properties.occurredFrom.startsWith('2025-12-31T23:30'),
    );
    expect(newYear).toHaveLength(1);
    const ofDay = (day: string) => everyFeature(`&from=${day}&to=${day}`).then(ids);
    expect(await ofDay('2025-12-31')).not.toContain(newYear[0]?.id);
    expect(await ofDay('2026-01-01')).toContain(newYear[0]?.id);
  });

  it('windows of instants that adjoin have each record of a day or finer once; an hour cuts days and nights', async () => {
    const borders = ['02', '03', '04', '05', '06'].map((day) => `2026-01-${day}T00:00:00Z`);
    const [first = '', last = ''] = [borders[0], borders.at(-1)];
    const fine = ['exact', 'hour', 'night', 'day'];
    const isFine = ({ properties }: Feature) => fine.includes(properties.timePrecision);
    const begun = all.filter(
      (feature) =>
        isFine(feature) &&
        happened(feature) >= Date.parse(first) &&
        happened(feature) < Date.parse(last),
    );
    const precisions = new Set(begun.map(({ properties }) => properties.timePrecision));
    expect([...precisions]).toEqual(expect.arrayContaining(['exact', 'night', 'day']));
    const windows: Feature[] = [];
    for (const [index, to] of borders.slice(1).entries()) {
      windows.push(...(await everyFeature(`&from=${borders[index]}&to=${to}`)));
    }
    expect(ids(windows.filter(isFine))).toEqual(ids(begun));
    const upTo = (hour: string) => everyFeature(`&from=2026-01-04&to=2026-01-${hour}`).then(ids);
    const [day, night] = ['2026-01-03T23:00:00Z', '2026-01-04T21:00:00Z'].map((instant) =>
      begun.find((feature) => happened(feature) === Date.parse(instant)),
    );
    const cut = await upTo('04T22');
    expect(cut).not.toContain(day?.id);
    expect(cut).not.toContain(night?.id);
    const whole = await upTo('04T23');
    expect(whole).toEqual(await upTo('04'));
    expect(whole).toEqual(expect.arrayContaining([day?.id, night?.id]));
  });

  it.each([
    ['bbox', 'bbox=1,2,3'],
    ['bbox', 'bbox=5,50,4,51'],
    ['bbox', 'bbox=a,b,c,d'],
    ['bbox', 'bbox=1,,3,4'],
    ['from', 'from=31/12/2025'],
    ['from', 'from=2025-02-29'],
    ['to', 'to=soon'],
    ['kind.0', 'kind=storm'],
    ['region', 'region=XX-YY'],
    ['verification.0', 'verification=true'],
    ['updatedSince', 'updatedSince=2025'],
    ['limit', 'limit=0'],
    ['limit', 'limit=1001'],
    ['cursor', 'cursor=abc'],
    ['cursor', 'cursor=999999999999999.9999999999'],
    ['updatedSince', 'updatedSince=0000-01-01T00:00:00Z'],
    ['colour', 'colour=red'],
    ['limit', 'limit=5&limit=6'],
  ])('names %s in a 400 for ?%s', async (field, query) => {
    const { status, body, headers } = await get(`${INCIDENTS}?${query}`);
    expect({ status, fields: body.errors?.map((fault: { field: string }) => fault.field) }).toEqual(
      {
        status: 400,
        fields: [field],
      },
    );
    expect(headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('one record', () => {
  it('stands at its address as in the list', async () => {
    const [feature] = all;
    const { status, body, headers } = await get(`${INCIDENTS}/${feature?.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...feature });
    expect(headers.get('etag')).toBe(`W/"s${feature?.properties.seq}"`);
    const upper = await get(`${INCIDENTS}/${feature?.id.toUpperCase()}`);
    expect(upper.body.id).toBe(feature?.id);
  });
});

describe('figures, regions, health, schema', () => {
  it('states figures with their source and the imprint', async () => {
    const { body } = await get('/api/v1/figures');
    expect(body.imprint.publisher).toBe('Example Press');
    expect(body.figures.length).toBeGreaterThan(100);
    for (const figure of body.figures) {
      expect(figure.source.url).toMatch(/^https?:/);
      expect(figure.authority).toBeTruthy();
    }
  });

  it('lists regions from Europe to districts and ports, with the 19 municipalities of Brussels', async () => {
    const { regions } = (await get('/api/v1/regions')).body;
    const types = new Set(regions.map(({ type }: { type: string }) => type));
    expect(types).toEqual(
      new Set([
        'continent',
        'country',
        'province',
        'municipality',
        'district',
        'police zone',
        'port',
      ]),
    );
    const inBrussels = regions.filter(
      (region: { type: string; parent: string; validTo: string | null }) =>
        region.type === 'municipality' && region.parent === 'BE-BRU' && region.validTo === null,
    );
    expect(inBrussels).toHaveLength(19);
  });

  it.each(['identity', 'gzip', 'br'])(
    'serves imported boundaries for ever at the address of their hash, as %s',
    async (encoding) => {
      const { topology } = buildTopology([
        { code: '21001', polygons: [[squareRing(4.28, 50.8, 4.34, 50.86)]] },
      ]);
      const body = { source: 'Example', licence: 'Example licence', toleranceMetres: 0, topology };
      const put = await call(server, 'PUT', '/api/v1/boundaries', body);
      const { address } = put.body.boundaries;
      expect((await get('/api/v1/boundaries')).body).toEqual(put.body);
      const answer = await get(address, { 'accept-encoding': encoding });
      expect(answer.body).toEqual(topology);
      expect(answer.headers.get('content-encoding')).toBe(
        encoding === 'identity' ? null : encoding,
      );
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('vary')).toBe('accept-encoding');
      expect((await call(server, 'DELETE', '/api/v1/boundaries')).body).toEqual({
        boundaries: null,
      });
      expect((await get(address)).status).toBe(404);
    },
  );

  it('tells its health at two addresses', async () => {
    const { body } = await get('/api/v1/health');
    expect(body).toMatchObject({
      status: 'ok',
      mode: 'real',
      protocol: 1,
      version: expect.any(String),
    });
    const digest = (await get('/api/v1/digest')).body;
    expect(digest).toMatchObject({ epoch: body.epoch, seq: body.seq });
    expect((await get('/health')).body.status).toBe('ok');
    const told = (await fetch(`${server.baseUrl}/health`)).headers.get('x-server-time') ?? '';
    expect(Math.abs(Date.parse(told) - Date.now())).toBeLessThan(60_000);
  });

  it('serves the JSON Schema of a record, with its private fields since recorders send them', async () => {
    const { body, headers } = await get('/api/v1/schema/incident');
    expect(headers.get('content-type')).toBe('application/schema+json');
    expect(body.required).toEqual(
      expect.arrayContaining(['kind', 'occurredFrom', 'occurredTo', 'title', 'verification']),
    );
    expect(body.properties.kind.enum).toEqual(['shooting', 'seizure', 'incident']);
    expect(body.additionalProperties).toBe(false);
    for (const [name, field] of Object.entries(body.properties)) {
      if (!body.required.includes(name)) expect(field, name).toHaveProperty('default');
    }
  });
});

describe('the snapshot', () => {
  it('[SN1] holds with its partitions exactly the state whose digest it names', async () => {
    const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
    expect(manifestSchema.parse(manifest)).toEqual(manifest);
    expect(SpecReader.of(manifest, partitions).digest).toBe(manifest.digest);
    const years = manifest.partitions.map(({ year }) => year);
    expect(years).toEqual([...years].sort((a, b) => b - a));
  });

  it('[SN2] has one Brussels year in each partition, as many rows and bytes as it says', async () => {
    const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
    manifest.partitions.forEach((entry, index) => {
      const bytes = partitions[index] as Uint8Array;
      const { label, size, arrays } = decodePartition(bytes);
      expect({ rows: size, bytes: bytes.length }).toEqual({ rows: entry.rows, bytes: entry.bytes });
      expect(label).toMatchObject({ epoch: manifest.epoch, year: entry.year });
      const minutes = [...arrays.occurredFrom];
      expect(Math.min(...minutes) * 60_000).toBeGreaterThanOrEqual(
        startOfBrusselsDayMs(`${entry.year}-01-01`),
      );
      expect(Math.max(...minutes) * 60_000).toBeLessThan(endOfBrusselsDayMs(`${entry.year}-12-31`));
    });
  });

  it('[SN4] lets a cache keep a partition but ask first, since it may be gone; 304 where it is not', async () => {
    const { manifest } = await fetchSnapshot(server.baseUrl);
    const url = manifest.partitions[0]?.url ?? '';
    const { headers } = await get(url);
    expect(headers.get('cache-control')).toBe('public, no-cache');
    const etag = headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const again = await get(url, { 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it.each(['identity', 'gzip', 'br'])(
    '[SN2] gives the same partition in encoding %s',
    async (encoding) => {
      const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
      const answer = await fetch(server.baseUrl + (manifest.partitions[0]?.url ?? ''), {
        headers: { 'accept-encoding': encoding },
      });
      expect(answer.headers.get('content-encoding')).toBe(
        encoding === 'identity' ? null : encoding,
      );
      expect(Buffer.from(await answer.arrayBuffer()).equals(partitions[0] as Uint8Array)).toBe(
        true,
      );
    },
  );

  it('[SN4] answers 404 for a partition that never was', async () => {
    for (const rest of ['x', 'a/1/2024/b', '%2e%2e/%2e%2e', 'a%00b']) {
      expect((await get(`/api/v1/partitions/${rest}`)).status).toBe(404);
    }
  });

  it('[CH8] with the changes since gives the digest of the head', async () => {
    const reader = await readByHttp(server.baseUrl);
    const { epoch, seq, digest } = (await get('/api/v1/digest')).body;
    expect(reader.head).toEqual({ epoch, seq, digest });
    expect(reader.shown).toHaveLength(all.length);
  });

  it('[CH8] asks for the snapshot by 409 where the state is not of its past', async () => {
    const { epoch, seq } = (await get('/api/v1/digest')).body;
    for (const query of [
      `epoch=other&seq=0`,
      `epoch=${epoch}&seq=${seq + 1}`,
      `epoch=${epoch}&seq=1`,
    ]) {
      const { status, body } = await get(`/api/v1/changes?${query}`);
      expect([query, status, body.reset]).toEqual([query, 409, true]);
    }
  });

  it('gives texts by record and version', async () => {
    const wanted = all.slice(0, 3).map(({ properties }) => `${properties.rid}.${properties.seq}`);
    const { body } = await get(`/api/v1/texts?v=${wanted.join(',')}`);
    expect(body.texts.map((text: { record: { id: string } }) => text.record.id).sort()).toEqual(
      ids(all.slice(0, 3)),
    );
    expect((await get('/api/v1/texts?v=1.999999')).body.texts).toEqual([]);
    expect((await get('/api/v1/texts?v=x')).body.errors).toMatchObject([{ field: 'v' }]);
  });
});

describe('HTTP', () => {
  const PUBLIC = [
    'health',
    'digest',
    'snapshot',
    'figures',
    'regions',
    'incidents?limit=1',
    'schema/incident',
  ];

  it.each(PUBLIC)(
    'lets any origin read /api/v1/%s, and sends the security headers',
    async (path) => {
      const { status, headers } = await get(`/api/v1/${path}`, {
        origin: 'https://elsewhere.example',
      });
      expect(status).toBe(200);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('geolocation=()');
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  it.each(PUBLIC)('answers HEAD of /api/v1/%s without a body', async (path) => {
    const answer = await fetch(`${server.baseUrl}/api/v1/${path}`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  it('lets pages of any origin read what was wrong with their question', async () => {
    const wrong = ['?limit=0', '?colour=red', '?region=XX-NOWHERE', '?asOf=none:1'].map(
      (query) => `${INCIDENTS}${query}`,
    );
    const missing = [
      `${INCIDENTS}/none`,
      '/api/v1/unknown',
      '/api/v1/partitions/a',
      '/api/v1/texts',
    ];
    for (const path of [...wrong, ...missing]) {
      const { status, headers } = await get(path);
      expect([path, status >= 400]).toEqual([path, true]);
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, '*']);
    }
  });

  it('answers a browser that asks first, for reading only', async () => {
    const ask = (path: string) =>
      fetch(server.baseUrl + path, {
        method: 'OPTIONS',
        headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
      });
    for (const path of [INCIDENTS, '/api/v1/digest', `${INCIDENTS}/${all[0]?.id}`]) {
      const { status, headers } = await ask(path);
      expect([path, status]).toEqual([path, 204]);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD');
      expect(headers.get('access-control-allow-headers')).not.toContain('authorization');
    }
    for (const path of ['/api/v1/imports', `/api/v1/desk/incidents/${all[0]?.id}`]) {
      const { status, headers } = await ask(path);
      expect([path, status]).toEqual([path, 405]);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('lets no other origin write or read the desk', async () => {
    for (const path of [INCIDENTS, `/api/v1/desk/incidents/${all[0]?.id}`]) {
      const method = path === INCIDENTS ? 'POST' : 'GET';
      const { headers } = await call(server, method, path, undefined, {
        origin: 'https://elsewhere.example',
      });
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('names the possible methods in a 405, and is 404 elsewhere', async () => {
    const answer = await call(server, 'PUT', INCIDENTS);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(answer.body).toMatchObject({ status: 405, detail: 'Use GET, POST.' });
    for (const path of ['/api/v2/incidents', '/api/', '/nothing', '/basemap/none.json']) {
      const { status, headers } = await get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('serves no file from outside the basemap, however the path is written', async () => {
    for (const path of ['..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '%00', '%zz', '']) {
      const { status } = await get(`/basemap/${path}`);
      expect([400, 404]).toContain(status);
    }
  });
});
