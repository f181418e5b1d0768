import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicIncidentSchema, type StoredIncident, toPublic } from '@/lib/domain/incident';
import { publicPrecision, UNCERTAINTY_METRES } from '@/lib/domain/place';
import { brusselsDay, startOfBrusselsDayMs } from '@/lib/domain/time';
import { SENSITIVITIES } from '@/lib/domain/vocabulary';
import { storedIncident } from '../../support/arbitraries';
import { often } from '../../support/breadth';

const NOTES_CANARY = 'canary-9f3c1e77-of-the-notes';
// More digits than any grid's centre has, so that they cannot be there by chance.
const CANARY_POINT: [number, number] = [4.351777723456, 50.846666612345];
const RUNS = { numRuns: often(150, 500) };

const withCanaries = storedIncident.map(
  (stored): StoredIncident => ({ ...stored, notes: NOTES_CANARY, point: CANARY_POINT }),
);
const LATEST_MS = Date.parse('2200-01-01T00:00:00Z');

function sample(changes: Partial<StoredIncident>): StoredIncident {
  const [stored] = fc.sample(storedIncident, { numRuns: 1, seed: 7 });
  if (!stored) throw new Error('no sample');
  return { ...stored, status: 'published', ...changes };
}

const seen = storedIncident.filter(
  ({ status }) => status === 'published' || status === 'retracted',
);

describe('what readers see of a record', () => {
  it('is nothing while it is a draft or once it is withdrawn', () => {
    fc.assert(
      fc.property(storedIncident, fc.constantFrom('draft', 'withdrawn'), (stored, status) => {
        expect(toPublic({ ...stored, status } as StoredIncident)).toBeNull();
      }),
      RUNS,
    );
  });

  it('holds no byte of the notes and no word of the sensitivities', () => {
    fc.assert(
      fc.property(withCanaries, (stored) => {
        const shown = JSON.stringify(toPublic(stored));
        expect(shown).not.toContain('canary');
        expect(shown).not.toContain('"notes"');
        expect(shown).not.toContain('"sensitivity"');
      }),
      RUNS,
    );
  });

  it('holds no exact coordinate unless the place is exact and nothing forbids it', () => {
    fc.assert(
      fc.property(withCanaries, (stored) => {
        const isExact = publicPrecision(stored.placePrecision, stored.sensitivity) === 'exact';
        fc.pre(!isExact || stored.status === 'retracted');
        const shown = JSON.stringify(toPublic(stored));
        expect(shown).not.toContain('4.35177');
        expect(shown).not.toContain('50.84666');
      }),
      RUNS,
    );
  });

  it('holds the exact point where nothing masks it, so that the search above can find one', () => {
    fc.assert(
      fc.property(withCanaries, (stored) => {
        const shown = toPublic({
          ...stored,
          status: 'published',
          placePrecision: 'exact',
          sensitivity: [],
        });
        expect(JSON.stringify(shown)).toContain('4.351778,50.846667');
      }),
      { numRuns: 20 },
    );
  });

  it('passes the public schema that readers check it with', () => {
    fc.assert(
      fc.property(seen, (stored) => {
        const shown = toPublic(stored);
        expect(publicIncidentSchema.parse(shown)).toEqual(shown);
      }),
      RUNS,
    );
  });

  it('states the uncertainty of its point, and neither without the other', () => {
    fc.assert(
      fc.property(seen, (stored) => {
        const shown = toPublic(stored);
        expect(shown?.uncertaintyMetres ?? null).toBe(
          shown?.point ? UNCERTAINTY_METRES[shown.placePrecision] : null,
        );
      }),
      RUNS,
    );
  });

  it('names no place finer than the area where a sensitivity hides the point', () => {
    fc.assert(
      fc.property(seen, (stored) => {
        const shown = toPublic({
          ...stored,
          placePrecision: 'exact',
          sensitivity: ['minor'],
          placeName: { en: 'A street and a number' },
          quay: 'Quay 12',
        });
        expect(shown).toMatchObject({
          point: null,
          placeName: null,
          quay: null,
          placePrecision: 'municipality',
        });
      }),
      { numRuns: 50 },
    );
  });

  it('names no place in words under any sensitivity, however coarse the record is', () => {
    fc.assert(
      fc.property(seen, fc.constantFrom(...SENSITIVITIES), (stored, sensitivity) => {
        const shown = toPublic({
          ...stored,
          sensitivity: [sensitivity],
          placeName: { en: 'A street and a number' },
          quay: 'Quay 12',
        });
        expect(shown).toMatchObject({ placeName: null, quay: null });
      }),
      RUNS,
    );
  });

  it.each([
    ['exact', 'minor', null],
    ['locality', 'ongoing operation', null],
    ['municipality', 'minor', '11002-merksem'],
    ['exact', 'private home', '11002-merksem'],
  ] as const)(
    'shows of a record at %s under %s the district %s',
    (placePrecision, mask, district) => {
      const stored = sample({ placePrecision, sensitivity: [mask], district: '11002-merksem' });
      expect(toPublic(stored)?.district).toBe(district);
    },
  );

  it('names no private field in a correction, and every other', () => {
    const fields = ['Notes', 'sensitivity', 'killed', 'status', 'summary'];
    const text = { en: 'Corrected.' };
    const at = '2026-01-03T10:00:00.000Z';
    const shown = toPublic(sample({ corrections: [{ text, at, fields }] }));
    expect(shown?.corrections).toEqual([{ text, at, fields: ['killed', 'summary'] }]);
  });

  it('keeps of a retracted record its id, day, area and reason, and nothing that was claimed', () => {
    fc.assert(
      fc.property(storedIncident, (stored) => {
        const shown = toPublic({ ...stored, status: 'retracted' });
        expect(shown).toMatchObject({
          id: stored.id,
          rid: stored.rid,
          status: 'retracted',
          kind: stored.kind,
          announcedAt: null,
          verification: 'unverified',
          municipality: stored.municipality,
          retractionReason: stored.retractionReason,
          subtype: null,
          point: null,
          uncertaintyMetres: null,
          placeName: null,
          quay: null,
          killed: null,
          injured: null,
          quantity: null,
          placeRole: 'not stated',
          routeOrigin: null,
          concealment: null,
          context: 'not stated',
          contextBy: null,
          title: null,
          summary: null,
          reply: null,
          sources: [],
          corrections: [],
        });
        expect(UNCERTAINTY_METRES[shown?.placePrecision ?? 'exact']).toBeNull();
      }),
      RUNS,
    );
  });

  it('tells of the time of a retracted record only the Brussels days', () => {
    fc.assert(
      fc.property(storedIncident, (stored) => {
        const shown = toPublic({ ...stored, status: 'retracted' });
        if (!shown) throw new Error('a retracted record stays public');
        const fromMs = Date.parse(shown.occurredFrom);
        const toMs = Date.parse(shown.occurredTo);
        expect(fromMs).toBeLessThanOrEqual(Date.parse(stored.occurredFrom));
        expect(toMs + 1000).toBeGreaterThanOrEqual(Date.parse(stored.occurredTo));
        expect(fromMs).toBe(Math.max(0, startOfBrusselsDayMs(brusselsDay(fromMs))));
        expect(brusselsDay(toMs + 1000) !== brusselsDay(toMs) || toMs + 1000 === LATEST_MS).toBe(
          true,
        );
        expect(['exact', 'hour', 'night']).not.toContain(shown.timePrecision);
      }),
      RUNS,
    );
  });

  it.each([
    ['exact', '21:40', '21:40', '2026-01-01T23:00:00.000Z', '2026-01-02T22:59:59.000Z', 'day'],
    ['hour', '22:30', '23:30', '2026-01-01T23:00:00.000Z', '2026-01-03T22:59:59.000Z', 'day'],
    ['hour', '22:00', '23:00', '2026-01-01T23:00:00.000Z', '2026-01-02T22:59:59.000Z', 'day'],
    ['month', '21:40', '21:40', '2026-01-01T23:00:00.000Z', '2026-01-02T22:59:59.000Z', 'month'],
  ] as const)(
    'a retracted time of precision %s from %s to %s is %s to %s, of precision %s',
    (timePrecision, from, to, occurredFrom, occurredTo, shownPrecision) => {
      const shown = toPublic(
        sample({
          status: 'retracted',
          timePrecision,
          occurredFrom: `2026-01-02T${from}:00.000Z`,
          occurredTo: `2026-01-02T${to}:00.000Z`,
        }),
      );
      expect(shown).toMatchObject({ occurredFrom, occurredTo, timePrecision: shownPrecision });
    },
  );
});
