import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** `toEqual` for a loop of thousands, which it is most of the time of: it is asked only where something may differ. */
export function expectEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, message).toEqual(expected);
}
