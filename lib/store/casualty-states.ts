import type { CasualtyChoice } from '@/lib/domain/filter-words';
import { casualtiesOf } from '@/lib/domain/matches-filter';
import { NOT_STATED } from '@/lib/protocol/columns';

const STATED_NUMBERS = [0, 1, null] as const;

/** By {@link casualtyStateOf}: which choices a row with these numbers is. */
export const CASUALTY_STATES: readonly (readonly CasualtyChoice[])[] = STATED_NUMBERS.flatMap(
  (killed) => STATED_NUMBERS.map((injured) => casualtiesOf(killed, injured)),
);

/** What a row's two numbers of persons, as wire columns have them, are to `CASUALTY_CHOICES`: 0 to 8. */
export function casualtyStateOf(killed: number, injured: number): number {
  return 3 * stateOf(killed) + stateOf(injured);
}

/** 0 for 0, 1 for more, 2 for `NOT_STATED`, without a branch: one carry above 16 bits for each step. */
function stateOf(persons: number): number {
  return ((persons + NOT_STATED) >>> 16) + ((persons + 1) >>> 16);
}
