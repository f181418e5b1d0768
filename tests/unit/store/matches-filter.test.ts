import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Filter } from '@/lib/domain/filter';
import { toPublic } from '@/lib/domain/incident';
import { matchesFilter } from '@/lib/domain/matches-filter';
import { KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { areaOfRecord, toTuple, toWireRow } from '@/lib/protocol/columns';
import { areaMatches } from '@/lib/regions/gazetteer';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { SELECTED, SELECTED_RETRACTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { storedIncident } from '../../support/arbitraries';

const DAY_MS = 86_400_000;

it('a record that arrives is selected exactly when the engine selects its row', () => {
  let selected = 0;
  const around = fc.option(fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(
      storedIncident,
      fc.record({
        kinds: fc.subarray([...KINDS], { minLength: 2 }),
        verifications: fc.subarray([...VERIFICATIONS], { minLength: 4 }),
        regions: fc.subarray(['BE', 'BE-VAN', '11002', '5340', 'BEANR', 'NL'], { minLength: 4 }),
        scope: fc.constantFrom('real' as const, 'simulated' as const),
        from: around,
        to: around,
      }),
      (stored, { from, to, ...choice }) => {
        const record = toPublic(stored);
        if (!record) return;
        const dayBy = (days: number | null) =>
          days === null
            ? null
            : new Date(Date.parse(record.occurredFrom) + days * DAY_MS).toISOString().slice(0, 10);
        const filter: Filter = { ...choice, from: dayBy(from), to: dayBy(to) };
        const columns = new IncidentColumns();
        columns.put(toTuple(toWireRow({ ...record, rid: 1 }, 1, 7)));
        const areas = new Map([[7, areaOfRecord(record)]]);
        const compiled = compileFilter(filter, areas, areaMatches);
        const mark = new Selection().update(columns, compiled).markOf(columns.rowOf(1));
        const isSelected = mark === SELECTED || mark === SELECTED_RETRACTED;
        expect(matchesFilter(record, filter, areaMatches)).toBe(isSelected);
        if (isSelected) selected += 1;
      },
    ),
    { numRuns: 400 },
  );
  expect(selected).toBeGreaterThan(10);
});
