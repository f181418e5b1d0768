import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalState } from '@/lib/url/canonical-state';
import { viewDefaultsOf } from '@/lib/url/presets';
import { anyCharacter } from '../../support/any-character';
import { expectEqual } from '../../support/expect-equal';
import { webAddress } from '../../support/web-address';

const REAL = viewDefaultsOf('real');

describe('the state that a short link keeps', () => {
  it('is one text for equal views, whatever the order and the escaping', () => {
    const texts = [
      'k=seizure&asOf=a1-b2:7&label=4.4,51.2,A+b',
      '?label=4.40000%2C51.2%2CA%20b&asOf=a1-b2%3A7&k=seizure&utm_campaign=x',
      'link=23456789abcd&k=seizure&asOf=a1-b2:7&label=4.4,51.2,A+b&theme=auto',
    ];
    for (const text of texts) {
      expect(canonicalState(text, REAL)).toEqual({
        state: 'k=seizure&asOf=a1-b2:7&label=4.4,51.2,A+b',
        faults: [],
      });
    }
  });

  it('keeps a rolling period as one, without the days of now', () => {
    expect(canonicalState('last=7d&k=seizure', REAL)).toEqual({
      state: 'k=seizure&last=7d',
      faults: [],
    });
    expect(canonicalState('last=7d&to=2026-01-01', REAL).faults).toEqual([
      { key: 'last', text: '7d', problem: 'fixed' },
    ]);
  });

  it('is its own canonical state, and nothing that leads elsewhere, for any text', () => {
    const pair = fc.tuple(
      fc.constantFrom('k', 'q', 'last', 'from', 'label', 'asOf', 'link', 'next'),
      fc.string(),
    );
    const query = fc.oneof(
      fc.string({ unit: anyCharacter }),
      webAddress,
      fc.array(pair).map((pairs) => new URLSearchParams(pairs).toString()),
    );
    fc.assert(
      fc.property(query, (text) => {
        const { state } = canonicalState(text, REAL);
        expectEqual(canonicalState(state, REAL), { state, faults: [] });
        expect(state).not.toMatch(/[\s<>"\\]/);
        const address = new URL(`/en?${state}`, 'https://own.example');
        expectEqual([address.origin, address.pathname], ['https://own.example', '/en']);
      }),
      { numRuns: 2_000 },
    );
  });
});
