import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_ALPHABET, CODE_LENGTH, isLinkCode } from '@/lib/domain/link-code';
import { makeLinkCode } from '@/lib/server/links/make-link-code';

const LEAST_BITS = 50;

describe('the code of a short link', () => {
  it('has at least 50 bits, of signs that are not mistaken for each other', () => {
    expect(CODE_LENGTH * Math.log2(CODE_ALPHABET.length)).toBeGreaterThan(LEAST_BITS);
    expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length);
    expect(CODE_ALPHABET).not.toMatch(/[01oilA-Z]/);
  });

  it('takes each sign from the source as it comes, and reads as a code', () => {
    const number = fc.integer({ min: 0, max: CODE_ALPHABET.length - 1 });
    const numbers = fc.array(number, { minLength: CODE_LENGTH, maxLength: CODE_LENGTH });
    fc.assert(
      fc.property(numbers, (given) => {
        const left = [...given];
        const code = makeLinkCode((below) => (left.shift() ?? 0) % below);
        expect([...code].map((sign) => CODE_ALPHABET.indexOf(sign))).toEqual(given);
        expect(isLinkCode(code)).toBe(true);
      }),
    );
  });

  it('is never the same twice from the source that is used', () => {
    const codes = Array.from({ length: 5_000 }, () => makeLinkCode());
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(['', 'abc', 'abcdefghjkm1', 'ABCDEFGHJKMN', 'abcdefghjkmnp', '../abcdefghj'])(
    'is not %j',
    (text) => expect(isLinkCode(text)).toBe(false),
  );
});
