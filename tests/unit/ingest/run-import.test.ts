import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportWorld } from '@/lib/cli/import-world';
import { runImport } from '@/lib/cli/run-import';
import { incidentInputSchema } from '@/lib/domain/incident';
import { faultsOf } from '@/lib/domain/problem';

const TOKEN = 'example-token-example-token-example-token';
const BATCH = '3f2b8c1e-5d0a-4c6f-9b7e-2a1d4e6f8a90';
const FIXTURES = join(import.meta.dirname, '../../fixtures/import');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-test-'));
  mkdirSync(join(folder, '.data/havenwacht'), { recursive: true });
  writeFileSync(join(folder, '.data/havenwacht/admin-token'), `${TOKEN}\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Call {
  method: string;
  url: string;
  records: { importKey: string; incident: unknown }[];
}

/** A server that keeps keys as the real one does: a key is taken once; bad records are named by index. */
function createServer() {
  const taken = new Map<string, string>();
  const calls: Call[] = [];
  const before: (() => Response | null)[] = [];
  const answer = (body: unknown, status = 200, headers = {}) =>
    new Response(JSON.stringify(body), { status, headers });
  const handle: typeof fetch = async (input, init) => {
    const interruption = before.shift()?.();
    if (interruption) return interruption;
    const { method = 'GET', body, headers } = init ?? {};
    const sent = body ? JSON.parse(String(body)) : {};
    calls.push({ method, url: String(input), records: sent.records ?? [] });
    if (new Headers(headers).get('authorization') !== `Bearer ${TOKEN}`) {
      return answer({ title: 'No' }, 401);
    }
    if (method === 'DELETE') {
      const batchId = String(input).split('/').at(-1);
      const withdrawn = [...taken].filter(([, batch]) => batch === batchId).map(([key]) => key);
      for (const key of withdrawn) taken.delete(key);
      return answer({ batchId, withdrawn: withdrawn.length });
    }
    const records: Call['records'] = sent.records;
    const faults = records.flatMap(({ incident }, index) => {
      const parsed = incidentInputSchema.safeParse(incident);
      return parsed.success ? [] : [{ index, errors: faultsOf(parsed.error) }];
    });
    const fresh = records.filter(({ importKey }) => !taken.has(importKey));
    for (const { importKey } of fresh) taken.set(importKey, sent.batchId);
    return answer({
      batchId: sent.batchId,
      added: fresh.length,
      skipped: records.length - fresh.length,
      faults,
    });
  };
  return { taken, calls, before, handle, answer };
}

function createWorld(handle: typeof fetch, changes: Partial<ImportWorld> = {}) {
  const printed = { out: '', error: '' };
  const waits: number[] = [];
  const world: ImportWorld = {
    environment: {},
    projectRoot: folder,
    workingFolder: FIXTURES,
    out: (text) => {
      printed.out += text;
    },
    error: (text) => {
      printed.error += text;
    },
    isTerminal: false,
    fetch: handle,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    newId: () => BATCH,
    ...changes,
  };
  return { world, printed, waits };
}

const refuse: typeof fetch = async () => {
  throw new TypeError('fetch failed');
};

function writeRows(count: number): string {
  const path = join(folder, 'many.csv');
  const rows = Array.from(
    { length: count },
    (_, row) => `2024-01-${(row % 28) + 1},shooting,21004,Example: row ${row}`,
  );
  writeFileSync(
    path,
    `date,kind,municipality,title\n${rows.join('\n')}\n`.replace(/-(\d),/g, '-0$1,'),
  );
  return path;
}

describe('a dry run', () => {
  test('needs no server and names each bad row by number, column and reason', async () => {
    const { world, printed } = createWorld(refuse, { projectRoot: '/nowhere' });
    expect(await runImport(['example-dutch.csv', '--dry-run'], world)).toBe(1);
    expect(printed.out).toContain(
      'row 4, column "datum": "31/02/2024" is not a date (use YYYY-MM-DD or DD/MM/YYYY)',
    );
    expect(printed.out).toMatch(/row 6, column "breedtegraad": .* look swapped/);
    expect(printed.out).toContain('municipality     column "gemeente"');
    expect(printed.out).toContain('3 of 7 rows would be sent (2 published, 1 draft;');
  });

  test('of a file with no good row says that nothing would be done', async () => {
    const { world } = createWorld(refuse);
    expect(
      await runImport(['example-english.csv', '--dry-run', '--map', 'date=weather'], world),
    ).toBe(2);
  });

  test('reads windows-1252 with a notice, GeoJSON and sequences', async () => {
    const { world, printed } = createWorld(refuse);
    expect(await runImport(['example-french-windows-1252.csv', '--dry-run'], world)).toBe(1);
    expect(printed.error).toContain('windows-1252');
    expect(await runImport(['example.geojson', '--dry-run'], world)).toBe(1);
    expect(await runImport(['example-sequence.geojsons', '--dry-run'], world)).toBe(1);
  });

  test('shows the first 20 bad rows and counts the rest', async () => {
    const path = join(folder, 'bad.csv');
    writeFileSync(
      path,
      `date,kind,municipality\n2024,shooting,21004\n${'x,shooting,21004\n'.repeat(25)}`,
    );
    const { world, printed } = createWorld(refuse);
    expect(await runImport([path, '--dry-run'], world)).toBe(1);
    expect(printed.out.match(/is not a date/g)).toHaveLength(20);
    expect(printed.out).toContain('… and 5 more bad rows');
  });
});

describe('an import', () => {
  test('sends good rows as imported records and says how to take them back', async () => {
    const server = createServer();
    const { world, printed } = createWorld(server.handle);
    expect(await runImport(['example-dutch.csv'], world)).toBe(1);
    expect(server.calls[0]!.url).toBe('http://127.0.0.1:3000/api/v1/imports');
    expect(server.calls[0]!.records.map(({ incident }) => incident)).toMatchObject([
      { origin: 'imported', status: 'published' },
      { origin: 'imported', status: 'published' },
      { origin: 'imported', status: 'draft' },
    ]);
    expect(printed.out).toContain('3 records added, 0 there before and skipped, 4 bad rows.');
    expect(printed.out).toContain(`npm run import -- --take-back ${BATCH}`);
  });

  test('of the same file twice, or with its rows in another order, adds nothing', async () => {
    const server = createServer();
    const { world, printed } = createWorld(server.handle);
    expect(await runImport(['example-english.csv'], world)).toBe(0);
    expect(server.taken.size).toBe(4);
    expect(printed.out).toContain('1 row the same as an earlier one, the first is row 3');
    const [header, ...rows] = readFileSync(join(FIXTURES, 'example-english.csv'), 'utf8')
      .trim()
      .split('\n');
    const path = join(folder, 'reordered.csv');
    writeFileSync(path, [header, ...rows.reverse()].join('\n'));
    for (const again of ['example-english.csv', path]) {
      expect(await runImport([again], world)).toBe(0);
    }
    expect(server.taken.size).toBe(4);
    expect(printed.out).toContain('0 records added, 4 there before and skipped');
  });

  test('is taken back by its batch', async () => {
    const server = createServer();
    const { world, printed } = createWorld(server.handle);
    await runImport(['example-english.csv', '--batch', BATCH.toUpperCase()], world);
    expect(await runImport(['--take-back', BATCH], world)).toBe(0);
    expect(printed.out).toContain('is taken back: 4 records withdrawn');
    expect(server.taken.size).toBe(0);
  });

  test('goes in batches of 500, waits as long as the server says, and goes on after a lost connection', async () => {
    const server = createServer();
    const lost = () => {
      throw new TypeError('fetch failed');
    };
    server.before.push(
      () => server.answer({ title: 'Slow down' }, 429, { 'retry-after': '7' }),
      () => null,
      () => server.answer({ title: 'Busy' }, 503),
      lost,
    );
    const { world, printed, waits } = createWorld(server.handle);
    expect(await runImport([writeRows(5600)], world)).toBe(0);
    expect(server.calls.map(({ records }) => records.length)).toEqual([
      ...Array(11).fill(500),
      100,
    ]);
    expect(waits).toEqual([7000, 500, 1000]);
    expect(server.taken.size).toBe(5600);
    expect(printed.out.match(/ of 5600 rows\n/g)).toHaveLength(1);
  });

  test('that loses its server says what is in and how to go on', async () => {
    const server = createServer();
    const gone = () => {
      throw new TypeError('fetch failed');
    };
    server.before.push(() => null, ...Array(8).fill(gone));
    const { world, printed } = createWorld(server.handle);
    expect(await runImport([writeRows(600)], world)).toBe(1);
    expect(printed.out).toContain(`run the same command again with --batch ${BATCH}`);
    expect(printed.error).toContain('has gone away');
  });

  test('names rows that the server refuses by row and column', async () => {
    const fault = { field: 'municipality', message: 'no region has the code "21004"' };
    const handle: typeof fetch = async () =>
      Response.json({
        batchId: BATCH,
        added: 3,
        skipped: 0,
        faults: [{ index: 1, errors: [fault] }],
      });
    const { world, printed } = createWorld(handle);
    expect(await runImport(['example-english.csv'], world)).toBe(1);
    expect(printed.out).toContain('row 3, column "municipality": no region has the code "21004"');
  });

  test('writes its progress over one line on a terminal', async () => {
    const { world, printed } = createWorld(createServer().handle, { isTerminal: true });
    await runImport([writeRows(600)], world);
    expect(printed.out).toContain('\r  600 of 600 rows');
    expect(printed.out).toContain('\r\u001b[K');
  });
});

describe('what cannot be done is one sentence and exit code 2', () => {
  test.each([
    [['missing.csv'], 'there is no such file'],
    [['.'], 'this is a folder'],
    [[], 'Use: npm run import'],
    [['a.csv', 'b.csv'], 'One file at a time'],
    [['example-dutch.csv', '--colour'], "Unknown option '--colour'"],
    [['example-dutch.csv', '--map', 'kind='], 'say --map kind=COLUMN, or --set kind=shooting'],
    [['example-dutch.csv', '--map', 'date=day'], 'the file has no column "day"'],
    [['example-dutch.csv', '--status', 'secret'], '--status "secret" must be draft or published'],
    [['example-dutch.csv', '--server', 'ftp://x'], 'must be an http or https address'],
    [['--take-back', '12'], 'is not a batch id'],
  ])('%j: %s', async (argv, sentence) => {
    const { world, printed } = createWorld(createServer().handle);
    expect(await runImport(argv, world)).toBe(2);
    expect(printed.error).toContain(sentence);
  });

  test('no server', async () => {
    const { world, printed } = createWorld(refuse, { environment: { PORT: '4010' } });
    expect(await runImport(['example-english.csv'], world)).toBe(2);
    expect(printed.error).toContain(
      'No server answers at http://127.0.0.1:4010: start it with "npm start"',
    );
  });

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::1', '[::1]'],
    ['0.0.0.0', '127.0.0.1'],
  ])('no server at HOST=%s, which is where it is asked', async (HOST, host) => {
    const { world, printed } = createWorld(refuse, { environment: { PORT: '4010', HOST } });
    expect(await runImport(['example-english.csv'], world)).toBe(2);
    expect(printed.error).toContain(`No server answers at http://${host}:4010:`);
  });

  test('no token, and a token of another server', async () => {
    const server = createServer();
    const { world, printed } = createWorld(server.handle, {
      environment: { DATA_DIR: 'elsewhere' },
    });
    expect(await runImport(['example-english.csv'], world)).toBe(2);
    expect(printed.error).toContain(`No token at ${join(folder, 'elsewhere/admin-token')}`);
    writeFileSync(join(folder, '.data/havenwacht/admin-token'), 'x'.repeat(40));
    const other = createWorld(server.handle, {
      environment: { PUBLIC_URL: 'https://map.example/' },
    });
    expect(await runImport(['example-english.csv'], other.world)).toBe(2);
    expect(other.printed.error).toContain(
      'The server at https://map.example does not accept the token',
    );
  });

  test('an unknown batch', async () => {
    const { world, printed } = createWorld(async () =>
      Response.json({ title: 'No' }, { status: 404 }),
    );
    expect(await runImport(['--take-back', BATCH], world)).toBe(2);
    expect(printed.error).toContain(`knows no batch ${BATCH}`);
  });

  test('what answers is something else', async () => {
    const { world, printed } = createWorld(async () => new Response('<html>'));
    expect(await runImport(['example-english.csv'], world)).toBe(2);
    expect(printed.error).toContain('is not Havenwacht');
  });
});
