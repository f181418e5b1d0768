import { expect, it } from 'vitest';
import { SEED_VERSION, seedHash } from '@/lib/server/load-data';

/** Add a line for each version; one that was released never changes. */
const HASHES: Readonly<Record<number, string>> = {
  3: 'e119a2a3739beb2a36866bc6bd0e713893e82a902530428472704de9234ad44c',
};

it('the seed has a new version whenever its files change, and the highest is the one that is loaded', () => {
  expect(seedHash(process.cwd())).toBe(HASHES[SEED_VERSION]);
  expect(Math.max(...Object.keys(HASHES).map(Number))).toBe(SEED_VERSION);
});
