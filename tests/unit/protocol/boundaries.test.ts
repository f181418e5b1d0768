import { describe, expect, it } from 'vitest';
import { boundaryFactsSchema } from '@/lib/protocol/boundaries';

describe('the source and the licence of boundaries', () => {
  const { source, licence } = boundaryFactsSchema.shape;

  it.each([
    ['a right-to-left override', '\u202E'],
    ['a space of no width', '\u200B'],
    ['a soft hyphen', '\u00AD'],
    ['a line break', '\n'],
    ['a line separator', '\u2028'],
  ])('take no %s', (_, character) => {
    for (const note of [source, licence]) {
      expect(note.safeParse(`Example${character}office`).success).toBe(false);
    }
  });

  it('take a line in any language', () => {
    for (const line of ['Statbel, CC BY 4.0', 'Bureau d’exemple – été 2026', '例 © 2026']) {
      expect(source.parse(line)).toBe(line);
    }
  });
});
