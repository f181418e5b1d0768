import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runToken } from '@/lib/cli/run-token';

const ADMIN = 'example-token-example-token-example-token';
const FACTS = {
  id: 'a1',
  name: 'wall',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-test-'));
  writeFileSync(join(folder, 'admin-token'), `${ADMIN}\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(argv: string[], answer: () => Response) {
  const said = { out: '', error: '' };
  const asked: string[] = [];
  const code = await runToken(argv, {
    environment: { DATA_DIR: folder, PORT: '3999' },
    projectRoot: folder,
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
    fetch: async (input, init) => {
      expect(new Headers(init?.headers).get('authorization')).toBe(`Bearer ${ADMIN}`);
      asked.push(`${init?.method} ${input} ${init?.body ?? ''}`.trim());
      return answer();
    },
  });
  return { code, ...said, asked };
}

describe('npm run token', () => {
  it('creates one and prints it with its link, once', async () => {
    const made = { ...FACTS, token: 'hwr_x', link: '/?token=hwr_x' };
    const { code, out, asked } = await run(['create', 'wall', 'newsroom'], () =>
      Response.json(made, { status: 201 }),
    );
    expect(code).toBe(0);
    expect(asked).toEqual([
      'POST http://127.0.0.1:3999/api/v1/read-tokens {"name":"wall newsroom"}',
    ]);
    expect(out).toContain('http://127.0.0.1:3999/?token=hwr_x');
  });

  it('lists and revokes', async () => {
    const listed = await run(['list'], () => Response.json({ access: 'public', tokens: [FACTS] }));
    expect(listed.out).toMatch(/is public[\s\S]*a1 {2}wall {2}last used never/);
    const revoked = await run(['revoke', 'a1'], () =>
      Response.json({ ...FACTS, revokedAt: '2026-01-02' }),
    );
    expect(revoked.asked).toEqual(['DELETE http://127.0.0.1:3999/api/v1/read-tokens/a1']);
    expect(revoked.out).toContain('"wall" is revoked');
  });

  it('says in one sentence what went wrong', async () => {
    const refused = await run(['revoke', 'a1'], () =>
      Response.json({ title: 'No such read token' }, { status: 404 }),
    );
    expect([refused.code, refused.error]).toEqual([
      2,
      'The server at http://127.0.0.1:3999 answers 404: No such read token.\n',
    ]);
    const silent = await run(['list'], () => {
      throw new TypeError('fetch failed');
    });
    expect(silent.error).toMatch(/^No server answers at .*3999: start it/);
    for (const argv of [[], ['create'], ['list', 'all'], ['other']]) {
      expect((await run(argv, () => Response.json({}))).error).toContain(
        'npm run token -- create NAME',
      );
    }
  });
});
