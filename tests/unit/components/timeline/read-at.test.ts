import { describe, expect, it } from 'vitest';
import { readAt } from '@/components/timeline/read-at';

describe('the bar that is read', () => {
  it('is the one that a finger tapped, also once the finger is lifted', () => {
    const finger = { pointerType: 'touch' };
    const tapped = readAt(null, { ...finger, does: 'taps', position: 7.5 });
    expect(tapped).toBe(7.5);
    expect(readAt(tapped, { ...finger, does: 'leaves', position: null })).toBe(7.5);
    expect(readAt(tapped, { ...finger, does: 'taps', position: 9 })).toBe(9);
    expect(readAt(tapped, { ...finger, does: 'drags', position: null })).toBe(null);
  });

  it('is the one under a mouse, until it leaves', () => {
    const mouse = { pointerType: 'mouse' };
    expect(readAt(null, { ...mouse, does: 'passes', position: 3 })).toBe(3);
    expect(readAt(3, { ...mouse, does: 'leaves', position: null })).toBe(null);
  });
});
