import { z } from 'zod';
import { faultsOf } from '@/lib/domain/problem';
import { problem } from './answers';

/** Parses a query string by a schema; a parameter given twice or unknown is named in the 400. */
export function readQuery<S extends z.ZodObject>(url: URL, schema: S): z.infer<S> {
  const values: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name in values) {
      throw problem(400, 'query', 'A parameter was given twice', {
        errors: [
          {
            field: name.slice(0, 100) || 'query',
            message: 'give it once; separate several values by commas',
          },
        ],
      });
    }
    if (value.includes('\u0000')) {
      throw problem(400, 'query', 'A parameter is wrong', {
        errors: [
          {
            field: name.slice(0, 100) || 'query',
            message: 'must not contain the character U+0000',
          },
        ],
      });
    }
    if (value !== '') values[name] = value;
  }
  const parsed = z.strictObject(schema.shape).safeParse(values);
  if (!parsed.success) {
    throw problem(400, 'query', 'A parameter is wrong', {
      errors: faultsOf(parsed.error).map((fault) => ({ ...fault, field: fault.field || 'query' })),
    });
  }
  return parsed.data as z.infer<S>;
}

/** Parses a JSON body by a schema; every wrong field is named. */
export async function readJson<S extends z.ZodType>(
  body: Uint8Array,
  schema: S,
): Promise<z.infer<S>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw problem(400, 'json', 'The body is not JSON', {
      detail: error instanceof Error ? error.message.slice(0, 200) : 'It cannot be parsed.',
      errors: [{ field: 'body', message: 'send a JSON object in UTF-8' }],
    });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw problem(422, 'record', 'The record is not valid', {
      errors: faultsOf(parsed.error).map((fault) => ({ ...fault, field: fault.field || 'body' })),
    });
  }
  return parsed.data;
}

/** A whole number in a query. */
export function queryNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

/** A comma-separated list of at most 50 known words. */
export function queryList<T extends string>(words: readonly [T, ...T[]]) {
  return z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(words)).max(50));
}
