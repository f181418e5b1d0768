import { DRUGS, OTHER_SUBTYPES } from '@/lib/domain/drugs';
import type { Filter } from '@/lib/domain/filter';
import type { Subtype } from '@/lib/domain/vocabulary';

/** The chosen words with one more or one fewer, in the order of the whole list. */
export function toggled<Word>(all: readonly Word[], chosen: readonly Word[], word: Word): Word[] {
  return all.filter((other) => (other === word ? !chosen.includes(word) : chosen.includes(other)));
}

/** The filter with a subtype more or fewer; drugs have a list of their own. */
export function toggleSubtype(filter: Filter, word: Subtype): Filter {
  const drug = DRUGS.find((candidate) => candidate === word);
  if (drug) return { ...filter, drugs: toggled(DRUGS, filter.drugs, drug) };
  const other = OTHER_SUBTYPES.find((candidate) => candidate === word);
  if (!other) throw new RangeError(`"${word}" is no subtype`);
  return { ...filter, subtypes: toggled(OTHER_SUBTYPES, filter.subtypes, other) };
}
