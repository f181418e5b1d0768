import { isQuantityRange, type QuantityRange } from '@/lib/domain/filter';
import type { QuantityUnit } from '@/lib/domain/vocabulary';

/** A filter has grams where a reader writes kilograms. */
const GRAMS_PER_KG = 1000;

/** The smallest step that a field of this unit takes: a gram, or one of what is counted. */
export function stepOfField(unit: QuantityUnit): number {
  return unit === 'kg' ? 1 / GRAMS_PER_KG : 1;
}

/** What a number field shows of a bound; empty where there is none. */
export function textOfBound(unit: QuantityUnit, bound: number | null): string {
  if (bound === null) return '';
  return String(unit === 'kg' ? bound / GRAMS_PER_KG : bound);
}

/** The range that two number fields say, empty for no bound; null where it is none, as from 5 to 1 or from -1. */
export function rangeOfFields(
  unit: QuantityUnit,
  least: string,
  most: string,
): QuantityRange | null {
  const bound = (text: string): number | null =>
    text.trim() === '' ? null : Math.round(Number(text) * (unit === 'kg' ? GRAMS_PER_KG : 1));
  const range = { unit, least: bound(least), most: bound(most) };
  return isQuantityRange(range) ? range : null;
}
