import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicIncidentSchema, type StoredIncident, toPublic } from '@/lib/domain/incident';
import { publicPrecision, UNCERTAINTY_METRES } from '@/lib/domain/place';
import { storedIncident } from '../../support/arbitraries';

const NOTES_CANARY = 'canary-9f3c1e77-of-the-notes';
// More digits than any grid's centre has, so that they cannot be there by chance.
const CANARY_POINT: [number, number] = [4.351777723456, 50.846666612345];
const RUNS = { numRuns: 500 };

const withCanaries = storedIncident.map(
  (stored): StoredIncident => ({ ...stored, notes: NOTES_CANARY, point: CANARY_POINT }),
);
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

  it('keeps of a retracted record its id, time, area and reason, and nothing that was claimed', () => {
    fc.assert(
      fc.property(storedIncident, (stored) => {
        const shown = toPublic({ ...stored, status: 'retracted' });
        expect(shown).toMatchObject({
          id: stored.id,
          rid: stored.rid,
          status: 'retracted',
          kind: stored.kind,
          occurredFrom: stored.occurredFrom,
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
          sources: [],
          corrections: [],
        });
        expect(UNCERTAINTY_METRES[shown?.placePrecision ?? 'exact']).toBeNull();
      }),
      RUNS,
    );
  });
});
