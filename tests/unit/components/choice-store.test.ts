import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, ChoiceStore } from '@/components/shell/choice-store';

class MemoryStorage {
  readonly entries = new Map<string, string>();
  isFull = false;
  getItem = (key: string) => this.entries.get(key) ?? null;
  removeItem = (key: string) => void this.entries.delete(key);
  setItem = (key: string, value: string) => {
    if (this.isFull) throw new Error('full');
    this.entries.set(key, value);
  };
}

const choice = fc.constantFrom<Choice>('keys-off', 'introduction-read');

describe('a reader’s choices', () => {
  it('are known to the next visit as they were left, where something may be kept', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(choice, fc.boolean())), (steps) => {
        const storage = new MemoryStorage();
        const visit = new ChoiceStore(() => storage);
        const model = new Map<Choice, boolean>();
        for (const [name, isChosen] of steps) {
          visit.set(name, isChosen);
          model.set(name, isChosen);
        }
        const next = new ChoiceStore(() => storage);
        for (const name of ['keys-off', 'introduction-read'] as const) {
          expect(visit.has(name)).toBe(model.get(name) ?? false);
          expect(next.has(name)).toBe(model.get(name) ?? false);
        }
        expect(storage.entries.size).toBe([...model.values()].filter(Boolean).length);
      }),
    );
  });

  it('hold for the visit where nothing may be kept, and where the browser refuses', () => {
    const full = new MemoryStorage();
    full.isFull = true;
    const refuses = () => {
      throw new Error('forbidden');
    };
    for (const open of [() => null, () => full, refuses]) {
      const visit = new ChoiceStore(open);
      visit.set('keys-off', true);
      expect(visit.has('keys-off')).toBe(true);
      expect(visit.isLasting).toBe(false);
    }
    expect(full.entries.size).toBe(0);
  });

  it('touch no storage before they are asked for, and tell who listens until they stop', () => {
    let opened = 0;
    const store = new ChoiceStore(() => {
      opened += 1;
      return new MemoryStorage();
    });
    expect(opened).toBe(0);
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    store.set('keys-off', true);
    stop();
    store.set('keys-off', false);
    expect([opened, told]).toEqual([1, 1]);
  });
});
