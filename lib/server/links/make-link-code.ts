import { randomInt } from 'node:crypto';
import { CODE_ALPHABET, CODE_LENGTH } from '@/lib/domain/link-code';

/** A code that nobody guesses. `randomNumber` gives whole numbers from 0 to below its argument, all equally often. */
export function makeLinkCode(randomNumber: (below: number) => number = randomInt): string {
  const digits = Array.from(
    { length: CODE_LENGTH },
    () => CODE_ALPHABET[randomNumber(CODE_ALPHABET.length)],
  );
  return digits.join('');
}
