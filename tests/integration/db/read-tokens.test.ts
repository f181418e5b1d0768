import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadToken, MOST_ACTIVE_TOKENS, revokeReadToken } from '@/db/read-tokens';
import { makeReadToken, ReadGate } from '@/lib/server/read-gate';
import { countingIds } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';
import { until } from '../../support/until';

const LATEST_MS = 1_000;
const context = { actor: 'test', now: new Date('2026-01-01T00:00:00Z'), newId: countingIds(7) };

let temporary: TemporaryDatabase;
/** Two processes that share the database. */
let gates: ReadGate[];
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  gates = await Promise.all(
    [1, 2].map(() =>
      ReadGate.open(temporary.database, {
        isPrivate: true,
        admin: { accepts: (header) => header === 'Bearer admin' },
        log: pino({ level: 'silent' }),
        now: () => context.now,
      }),
    ),
  );
});
afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.close()));
  await temporary.close();
});

async function give(): Promise<{ id: string; token: string }> {
  const { token, sha256 } = makeReadToken();
  const facts = await createReadToken(temporary.database, { name: 'example', sha256 }, context);
  return { id: facts?.id ?? '', token };
}

describe('[AC2] processes on one database', () => {
  it('know a token the moment that any of them made it', async () => {
    const { token } = await give();
    for (const gate of gates) expect(await gate.identifyToken(token)).not.toBeNull();
  });

  it('tell each other of its end within a second', async () => {
    const { id, token } = await give();
    const ended: string[][] = [[], []];
    for (const [index, gate] of gates.entries()) {
      expect(await gate.identifyToken(token)).toEqual({ tokenId: id });
      gate.onEnd((ids) => ended[index]?.push(...ids));
    }
    await revokeReadToken(temporary.database, id, context);
    await until('both know', () => ended.every((ids) => ids.includes(id)), LATEST_MS);
    for (const gate of gates) {
      expect(gate.admits({ tokenId: id })).toBe(false);
      expect(await gate.identifyToken(token)).toBeNull();
    }
  });

  it('keep no token, only its hash', async () => {
    const { token } = await give();
    const rows = await temporary.database.orm.execute(
      sql`select read_tokens::text as line from read_tokens`,
    );
    const audit = await temporary.database.orm.execute(sql`select detail::text as line from audit`);
    expect(JSON.stringify([rows.rows, audit.rows])).not.toContain(token.slice(4));
    expect(token).toMatch(/^hwr_[\w-]{43}$/);
  });

  it('take the admin, and nobody by a token that does not exist', async () => {
    const gate = gates[0] as ReadGate;
    expect(await gate.identify({ authorization: 'Bearer admin' })).toEqual({ tokenId: null });
    expect(await gate.identifyToken(makeReadToken().token)).toBeNull();
    expect(await gate.identify({})).toBeNull();
  });

  it('have an end to how many there may be', async () => {
    await temporary.database.orm.execute(sql`
      insert into read_tokens (id, name, sha256, created_at)
      select gen_random_uuid(), 'many', md5(n::text), now() from generate_series(1, ${MOST_ACTIVE_TOKENS}) n`);
    expect((await give()).id).toBe('');
  });
});
