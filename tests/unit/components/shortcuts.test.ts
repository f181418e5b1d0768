import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSign, KEY_GROUPS } from '@/components/keys/key-table';
import { type KeyPress, shortcutOf, takesSigns } from '@/components/keys/shortcuts';

const PLAIN: KeyPress = {
  key: '/',
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  defaultPrevented: false,
};

describe('single keys', () => {
  it('lead to the search, to sharing and to the list of keys', () => {
    expect(shortcutOf(PLAIN, false)).toBe('search');
    expect(shortcutOf({ ...PLAIN, key: '?' }, false)).toBe('help');
    expect(shortcutOf({ ...PLAIN, key: 's' }, false)).toBe('share');
  });

  it('do nothing while the reader types, holds another key, or something nearer took them', () => {
    const held = ['ctrlKey', 'altKey', 'metaKey', 'isComposing', 'defaultPrevented'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom('/', '?', 's'),
        fc.subarray([...held]),
        fc.boolean(),
        (key, on, isTyping) => {
          const press = { ...PLAIN, key, ...Object.fromEntries(on.map((name) => [name, true])) };
          expect(shortcutOf(press, isTyping) !== null).toBe(on.length === 0 && !isTyping);
        },
      ),
    );
  });

  it('are no other keys, whatever an object inherits', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        fc.pre(key !== '/' && key !== '?' && key !== 's');
        expect(shortcutOf({ ...PLAIN, key }, false)).toBeNull();
      }),
    );
    expect(shortcutOf({ ...PLAIN, key: 'constructor' }, false)).toBeNull();
  });

  it('are left to fields that take signs, and not to switches', () => {
    for (const type of ['text', 'search', 'date', 'number']) {
      expect(takesSigns({ tagName: 'INPUT', type })).toBe(true);
    }
    expect(takesSigns({ tagName: 'INPUT' })).toBe(true);
    expect(takesSigns({ tagName: 'SELECT' })).toBe(true);
    expect(takesSigns({ tagName: 'TEXTAREA' })).toBe(true);
    expect(takesSigns({ tagName: 'P', isContentEditable: true })).toBe(true);
    for (const type of ['checkbox', 'radio', 'range']) {
      expect(takesSigns({ tagName: 'INPUT', type })).toBe(false);
    }
    expect(takesSigns({ tagName: 'BUTTON', type: 'button' })).toBe(false);
  });
});

describe('the list of keys', () => {
  it('names every key that works everywhere, and each effect once', () => {
    const everywhere = KEY_GROUPS.find(({ where }) => where === 'page')?.keys ?? [];
    expect(everywhere.map(({ does }) => does)).toEqual(['search', 'share', 'help']);
    for (const { names, does } of everywhere) {
      expect(names.map((key) => shortcutOf({ ...PLAIN, key }, false))).toEqual([does]);
    }
    const effects = KEY_GROUPS.flatMap(({ keys }) => keys.map(({ does }) => does));
    expect(new Set(effects).size).toBe(effects.length);
  });

  it('asks the languages for the names of keys without a sign only', () => {
    const names = KEY_GROUPS.flatMap(({ keys }) => keys.flatMap((entry) => [...entry.names]));
    for (const name of names) expect(isSign(name)).toBe(name.length === 1);
  });
});
