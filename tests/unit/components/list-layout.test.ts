import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '@/components/incidents/list-layout';
import { LIST_PARTS } from '@/lib/protocol/engine-requests';

const size = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }));
const counts = fc.record({ symbol: size, area: size, unlocated: size, retracted: size });

describe('the lines of a long list', () => {
  it('are each part under its heading, every record once and in order, and what is left out counted', () => {
    fc.assert(
      fc.property(
        counts,
        fc.boolean(),
        fc.integer({ min: 1, max: 80 }),
        (parts, hasHeadings, most) => {
          const layout = layOut(parts, { hasHeadings, most });
          const lines = Array.from({ length: layout.count }, (_, index) => layout.lineAt(index));
          const records = lines.flatMap((line) => (line.type === 'record' ? [line.position] : []));
          const total = LIST_PARTS.reduce((sum, part) => sum + parts[part], 0);
          expect(records).toEqual(
            Array.from({ length: Math.min(total, most) }, (_, place) => place),
          );
          const rest = lines.flatMap((line) => (line.type === 'rest' ? [line.count] : []));
          expect(rest).toEqual(total > most ? [total - most] : []);
          const headed = lines.flatMap((line) => (line.type === 'heading' ? [line] : []));
          let before = 0;
          const begun = LIST_PARTS.filter((part) => {
            const isBegun = parts[part] > 0 && before < most;
            before += parts[part];
            return isBegun;
          });
          expect(headed.map(({ part }) => part)).toEqual(hasHeadings ? begun : []);
          for (const { part, count } of headed) expect(count).toBe(parts[part]);
        },
      ),
    );
  });

  it('lead from anywhere to a record, on the way that was asked for if there is one', () => {
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: -5, max: 200 }),
        fc.constantFrom(1 as const, -1 as const),
        (parts, index, way) => {
          const layout = layOut(parts, { hasHeadings: true });
          const near = layout.recordNear(index, way);
          const lines = Array.from({ length: layout.count }, (_, line) => line);
          const records = lines.filter((line) => layout.lineAt(line).type === 'record');
          const onTheWay = records.filter((line) => (line - index) * way >= 0);
          const nearest = (some: number[]) =>
            some.toSorted((a, b) => Math.abs(a - index) - Math.abs(b - index))[0];
          expect(near).toBe(nearest(onTheWay.length > 0 ? onTheWay : records) ?? null);
        },
      ),
    );
  });
});
