import { CASUALTY_CHOICES, type CasualtyChoice, type QuantityRange } from '@/lib/domain/filter';
import { QUANTITY_UNITS } from '@/lib/domain/vocabulary';
import { NOT_STATED } from '@/lib/protocol/columns';
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
  const to = most ?? 0xffff_ffff;
  return ({ arrays, size }, marks) => {
    const { quantity, quantityUnit } = arrays;
    for (let place = 0; place < size; place += 1) {
      const amount = quantity[place] as number;
      const isIn = Number(quantityUnit[place] === code && amount >= from && amount <= to);
      marks[place] = (marks[place] as number) & -isIn;
    }
  };
}

const BIT = Object.fromEntries(CASUALTY_CHOICES.map((word, index) => [word, 1 << index])) as Record<
  CasualtyChoice,
  number
>;

function keepCasualties(choices: readonly CasualtyChoice[]): Narrowing {
  const wanted = choices.reduce((bits, choice) => bits | BIT[choice], 0);
  return ({ arrays, size }, marks) => {
    const { killed, injured } = arrays;
    for (let place = 0; place < size; place += 1) {
      const bits = casualtyBits(killed[place] as number, injured[place] as number);
      marks[place] = (marks[place] as number) & -Number((bits & wanted) !== 0);
    }
  };
}

/** The choices that a row is; the rule is `casualtiesOf`. */
function casualtyBits(killed: number, injured: number): number {
  const harmed =
    (killed > 0 && killed !== NOT_STATED ? BIT.killed : 0) |
    (injured > 0 && injured !== NOT_STATED ? BIT.injured : 0);
  if (harmed !== 0) return harmed;
  return killed === 0 && injured === 0 ? BIT.nobody : BIT['not stated'];
}
