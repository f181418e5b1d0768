import type { QuantityRange } from '@/lib/domain/filter';
import type { CasualtyChoice } from '@/lib/domain/filter-words';
import { QUANTITY_UNITS } from '@/lib/domain/vocabulary';
import { CASUALTY_STATES, casualtyStateOf } from './casualty-states';
import type { RidSet } from './rid-set';
import type { Segment } from './segment';

/**
 * A criterion that small codes and areas do not decide: takes the marks of rows that do not meet it away. Each is a pass
 * of its own over a segment, and runs only where a filter names it, so that the others cost a plain filter nothing.
 */
export type Narrowing = (segment: Segment, marks: Uint8Array) => void;

/** The passes that a filter needs; `found` are the records of its text, where that is a criterion yet. */
export function narrowingsOf(
  {
    casualties,
    quantity,
  }: { casualties: readonly CasualtyChoice[]; quantity: QuantityRange | null },
  found: RidSet | null,
): Narrowing[] {
  return [
    ...(found ? [keepFound(found)] : []),
    ...(quantity ? [keepQuantity(quantity)] : []),
    ...(casualties.length > 0 ? [keepCasualties(casualties)] : []),
  ];
}

function keepFound({ end, bits }: RidSet): Narrowing {
  return ({ arrays, size }, marks) => {
    const { rid: rids } = arrays;
    for (let place = 0; place < size; place += 1) {
      const rid = rids[place] as number;
      const isFound = rid < end ? ((bits[rid >>> 5] as number) >>> (rid & 31)) & 1 : 0;
      marks[place] = (marks[place] as number) & -isFound;
    }
  };
}

function keepQuantity({ unit, least, most }: QuantityRange): Narrowing {
  const code = 1 + QUANTITY_UNITS.indexOf(unit);
  const from = least ?? 0;
  const span = (most ?? 0xffff_ffff) - from;
  return ({ arrays, size }, marks) => {
    const { quantity, quantityUnit } = arrays;
    for (let place = 0; place < size; place += 1) {
      // As in `markByTables`: an amount below `from` wraps around to an enormous one.
      const isIn = Number(((quantity[place] as number) - from) >>> 0 <= span);
      const isOfUnit = Number(quantityUnit[place] === code);
      marks[place] = (marks[place] as number) & -(isIn & isOfUnit);
    }
  };
}

function keepCasualties(choices: readonly CasualtyChoice[]): Narrowing {
  const table = Uint8Array.from(CASUALTY_STATES, (known) =>
    Number(known.some((choice) => choices.includes(choice))),
  );
  return ({ arrays, size }, marks) => {
    const { killed, injured } = arrays;
    for (let place = 0; place < size; place += 1) {
      const state = casualtyStateOf(killed[place] as number, injured[place] as number);
      marks[place] = (marks[place] as number) & -(table[state] as number);
    }
  };
}
