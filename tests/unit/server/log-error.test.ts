import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { isDatabaseAway } from '@/db/database-away';
import { logError } from '@/lib/server/log-error';

const NOTE = 'a private note of the desk';

describe('an error in the log', () => {
  it('keeps code, place and cause, and drops the parameters of a query wherever they stand', () => {
    const cause = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      detail: `Key (record)=(${NOTE}) already exists.`,
    });
    const logged = logError(new DrizzleQueryError('insert into t values ($1)', [NOTE], cause));
    expect(JSON.stringify(logged)).not.toContain(NOTE);
    expect(logged).toMatchObject({ cause: { message: 'duplicate key value', code: '23505' } });
    expect(JSON.stringify(logged)).toContain('log-error.test');
  });

  it('leaves what is no error as it is', () => {
    expect(logError('stopped')).toBe('stopped');
  });
});

describe('a database that is away', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300'])(
    'is told by %s, also as a cause',
    (code) => {
      expect(isDatabaseAway(coded(code))).toBe(true);
      expect(isDatabaseAway(new DrizzleQueryError('select 1', [], coded(code)))).toBe(true);
    },
  );

  it('is told by several addresses that all refuse', () => {
    expect(isDatabaseAway(new AggregateError([coded('ECONNREFUSED')], ''))).toBe(true);
  });

  it.each(['23505', '42601', '40001', 'ENOENT'])('is not told by %s', (code) => {
    expect(isDatabaseAway(coded(code))).toBe(false);
  });

  it('is not told by what only looks like an error', () => {
    expect(isDatabaseAway({ code: 'ECONNREFUSED' })).toBe(false);
    expect(isDatabaseAway(null)).toBe(false);
  });
});
