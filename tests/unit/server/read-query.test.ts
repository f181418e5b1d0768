import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProblemError } from '@/lib/server/http/answers';
import { queryList, queryNumber, readJson, readQuery } from '@/lib/server/http/read-query';
import { webQuery } from '../../support/web-address';

const schema = z.object({
  limit: queryNumber(1, 10).default(5),
  kind: queryList(['red', 'green']).optional(),
});

function query(text: string) {
  return readQuery(new URL(`http://host.example/path${text}`), schema);
}

async function problemOf(work: () => unknown) {
  try {
    await work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('no problem was raised');
}

describe('a query', () => {
  it('is parsed, with defaults for what is left out or empty', () => {
    expect(query('')).toEqual({ limit: 5 });
    expect(query('?limit=&kind=red,%20green')).toEqual({ limit: 5, kind: ['red', 'green'] });
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=11', 'limit'],
    ['?limit=1e1', 'limit'],
    ['?limit=-1', 'limit'],
    ['?limit=3&limit=3', 'limit'],
    ['?kind=blue', 'kind.0'],
    [`?kind=${'red,'.repeat(51)}`, 'kind'],
    ['?colour=red', 'colour'],
    ['?kind=red%00', 'kind'],
  ])('%s names %s', async (text, field) => {
    expect(await problemOf(() => query(text))).toMatchObject({ status: 400, errors: [{ field }] });
  });

  it('never fails in another way, and names a field each time', async () => {
    await fc.assert(
      fc.asyncProperty(webQuery, async (text) => {
        try {
          query(`?${text}`);
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          expect(error.problem.errors?.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('a body', () => {
  const bodySchema = z.strictObject({ name: z.string(), inner: z.object({ count: z.int() }) });
  const read = (text: string | Uint8Array) =>
    readJson(typeof text === 'string' ? new TextEncoder().encode(text) : text, bodySchema);

  it('is parsed', async () => {
    expect(await read('{"name":"a","inner":{"count":1}}')).toEqual({
      name: 'a',
      inner: { count: 1 },
    });
  });

  it.each(['', '{', 'null,', '{"name":}', '\u0000'])(
    'that is no JSON, as %j, is a 400 naming the body',
    async (text) => {
      expect(await problemOf(() => read(text))).toMatchObject({
        status: 400,
        errors: [{ field: 'body' }],
      });
    },
  );

  it('that is not UTF-8 is a 400 naming the body', async () => {
    expect(await problemOf(() => read(Uint8Array.of(0x22, 0xff, 0x22)))).toMatchObject({
      status: 400,
      errors: [{ field: 'body' }],
    });
  });

  it.each([
    ['{"name":1,"inner":{"count":1}}', ['name']],
    ['{"inner":{"count":1.5}}', ['name', 'inner.count']],
    ['{"name":"a","inner":{"count":1},"more":1}', ['more']],
    ['[]', ['body']],
    ['null', ['body']],
  ])('%s is a 422 naming %j', async (text, fields) => {
    const { status, errors } = await problemOf(() => read(text));
    expect(status).toBe(422);
    expect(errors?.map(({ field }) => field)).toEqual(fields);
  });
});
