import fc from 'fast-check';
import { anyCharacter } from './any-character';

/** Texts that break parsers, databases and pages, among random ones. Never a word of the vocabulary. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'a\udc00b',
    '\u202e',
    '\ufeff',
    '__proto__',
    'constructor',
    "'; drop table incidents; --",
    '%',
    '\\',
    '{"a":1}',
    'NaN',
    '1e400',
    '-0',
    '99999999999999999999',
    '2147483648',
    '4294967295',
    '0000-01-01',
    '0000-01-01T00:00:00Z',
    '9999-12-31',
    '9999-12-31T23:59:59Z',
    '2025-02-30T00:00:00Z',
    '2026-01-02T21:40:00+99:99',
    'https://example.org/\u0000',
    'https://example.org/\ud800',
    'javascript:alert(1)',
    'x'.repeat(25_000),
    '21001\u0000',
    '🏴'.repeat(300),
  ),
  fc.string({ unit: anyCharacter, maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

const nastyNumber = fc.constantFrom(
  -1,
  0,
  0.1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e308,
  -1e308,
  60_001,
  4e6,
);

/** Any JSON value, nasty ones preferred. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  nastyNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { en: null }, [1e308, 1e308]),
  fc.array(nastyText, { maxLength: 3 }),
  fc.record({ nl: nastyText, fr: nastyText, en: nastyText }, { requiredKeys: [] }),
  fc.record({ low: nastyNumber, best: nastyNumber, high: nastyNumber }, { requiredKeys: [] }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value with one part somewhere inside it replaced, removed or added to. */
export function spoiled(whole: unknown): fc.Arbitrary<unknown> {
  if (whole === null || typeof whole !== 'object') return nastyValue;
  const keys = Object.keys(whole);
  const inner = keys.length > 0 ? fc.constantFrom(...keys) : fc.constant('0');
  const replaced = inner.chain((key) =>
    spoiled((whole as Record<string, unknown>)[key]).map((value) => withPart(whole, key, value)),
  );
  const removed = inner.map((key) => withPart(whole, key, undefined));
  const added = fc.tuple(nastyText, nastyValue).map(([key, value]) => withPart(whole, key, value));
  return fc.oneof(
    { arbitrary: replaced, weight: 8 },
    {
      arbitrary: inner.chain((key) => nastyValue.map((value) => withPart(whole, key, value))),
      weight: 8,
    },
    { arbitrary: removed, weight: 1 },
    { arbitrary: added, weight: 1 },
  );
}

function withPart(whole: object, key: string, value: unknown): unknown {
  if (Array.isArray(whole))
    return whole.map((item, index) => (String(index) === key ? value : item));
  return { ...whole, [key]: value };
}
