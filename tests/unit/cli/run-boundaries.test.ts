import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runBoundaries } from '@/lib/cli/run-boundaries';
import { twoSquares } from '../../support/boundary-files';

const ADMIN = 'example-token-example-token-example-token';
const WHOSE = ['--source', 'Example office', '--licence', 'Example licence'];
const FACTS = {
  source: 'Example office',
  licence: 'Example licence',
  toleranceMetres: 0,
  levels: { municipality: 2 },
  byteLength: 500,
  importedAt: '2026-01-01T00:00:00.000Z',
  address: '/api/v1/boundaries/abc',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boundaries-test-'));
  writeFileSync(join(folder, 'admin-token'), `${ADMIN}\n`);
  writeFileSync(join(folder, 'squares.json'), JSON.stringify(twoSquares()));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(argv: string[], answers: unknown[] = []) {
  const said = { out: '', error: '' };
  const asked: { method: string; path: string; body: unknown }[] = [];
  const code = await runBoundaries(argv, {
    environment: { DATA_DIR: folder, PORT: '3999' },
    projectRoot: folder,
    workingFolder: folder,
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
    fetch: async (url, init) => {
      const body: unknown = init?.body ? JSON.parse(String(init.body)) : null;
      asked.push({ method: init?.method ?? '', path: new URL(String(url)).pathname, body });
      return Response.json(answers[asked.length - 1]);
    },
  });
  return { code, ...said, asked };
}

describe('npm run boundaries', () => {
  it('reads a file, sends it whole and says what it did', async () => {
    const { code, out, asked } = await run(['squares.json', ...WHOSE], [{ boundaries: FACTS }]);
    expect(code).toBe(0);
    expect(asked).toMatchObject([
      {
        method: 'PUT',
        path: '/api/v1/boundaries',
        body: { source: 'Example office', licence: 'Example licence', toleranceMetres: 0 },
      },
    ]);
    expect(out).toMatch(
      /^squares\.json: GeoJSON, keyed by "nis", 2 areas \(2 of level municipality\)\./,
    );
    expect(out).toContain('to the metre as they came');
    expect(out).toContain('Imported as /api/v1/boundaries/abc.');
    expect(out).toContain('--recode --dry-run');
  });

  it('sends nothing on a dry run, and nothing of a file that is wrong', async () => {
    const dry = await run(['squares.json', ...WHOSE, '--dry-run']);
    expect([dry.code, dry.asked]).toEqual([0, []]);
    expect(dry.out).toContain('nothing is sent');
    writeFileSync(join(folder, 'wrong.json'), '{"type":"Feature"}');
    const wrong = await run(['wrong.json', ...WHOSE]);
    expect([wrong.code, wrong.asked]).toEqual([2, []]);
    expect(wrong.error).toMatch(/^No property holds NIS codes/);
  });

  it('re-codes part by part until there is no more, and sums up', async () => {
    const changed = [{ id: 'a1', from: '21001', to: '21004' }];
    const { out, asked } = await run(
      ['--recode', '--dry-run'],
      [
        { compared: 500, changed, leftAlone: 2, next: 700 },
        { compared: 3, changed: [], leftAlone: 0, next: null },
      ],
    );
    expect(asked.map(({ body }) => body)).toEqual([
      { after: 0, isDryRun: true },
      { after: 700, isDryRun: true },
    ]);
    expect(out).toContain('Would change: 1\n  a1: 21001 -> 21004\n');
    expect(out).toContain(
      '503 records with a point compared: 1 would be given another area, 2 left alone',
    );
  });

  it('removes them', async () => {
    const { asked, out } = await run(['--remove'], [{ boundaries: null }]);
    expect(asked).toMatchObject([{ method: 'DELETE', path: '/api/v1/boundaries' }]);
    expect(out).toContain('removed');
  });

  it.each([
    [[], /^Use: npm run boundaries/],
    [['squares.json'], /^--source is missing/],
    [['squares.json', '--source', 'x'], /^--licence is missing/],
    [['a.json', 'b.json'], /"b\.json" is a second one/],
    [['--remove', 'a.json'], /^--remove stands alone/],
    [['none.json', ...WHOSE], /none\.json: there is no such file/],
    [['.', ...WHOSE], /this is no file/],
  ])('refuses %j in words', async (argv, words) => {
    const { code, error, asked } = await run(argv);
    expect([code, asked]).toEqual([2, []]);
    expect(error).toMatch(words);
  });
});
