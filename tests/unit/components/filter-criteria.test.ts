import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import { criteria, question, shapeIn, WORLD } from '../../support/filters';

const filters: fc.Arbitrary<Filter> = fc
  .record({
    chosen: criteria(shapeIn(WORLD, { mostVertices: 4 }), 2),
    regions: fc.subarray(['BE', '21004', 'BEANR']),
    text: fc.option(question),
    scope: fc.constantFrom('real', 'simulated'),
    from: fc.option(fc.constantFrom('2024-01-01', '2025-06-30')),
    to: fc.option(fc.constantFrom('2025-06-30', '2025-12-31')),
  })
  .map(({ chosen, ...rest }) => ({ ...EVERYTHING, ...chosen, ...rest }));

describe('the criteria of a filter', () => {
  it('are dropped one by one, each once, until only the scope is left', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const all = criteriaOf(filter);
        expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
        let left = filter;
        for (let count = all.length; count > 0; count -= 1) {
          const [first] = criteriaOf(left);
          left = first?.without ?? left;
          expect(criteriaOf(left)).toHaveLength(count - 1);
        }
        expect(left).toEqual({ ...EVERYTHING, scope: filter.scope });
      }),
    );
  });
});
