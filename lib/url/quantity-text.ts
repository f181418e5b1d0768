import { isQuantityRange, type QuantityRange } from '@/lib/domain/filter';
import { QUANTITY_UNITS, type QuantityUnit } from '@/lib/domain/vocabulary';
import { UnreadableParameter } from './unreadable';

/** An address says grams where a record says kilograms, since its numbers are whole. */
const GRAMS = 'g';

/** `g.1000.5000`: from 1 to 5 kg. A bound that is missing is left out: `g.1000`, `g..5000`, `tablets`. */
export function textOfQuantity({ unit, least, most }: QuantityRange): string {
  const parts = [unit === 'kg' ? GRAMS : unit, least ?? '', most ?? ''];
  return parts.join('.').replace(/\.+$/, '');
}

/** @throws UnreadableParameter */
export function quantityOfText(text: string): QuantityRange {
  const [unit = '', least = '', most = '', ...rest] = text.split('.');
  const range = { unit: unitOf(unit), least: numberOf(least), most: numberOf(most) };
  if (!isQuantityRange(range) || rest.length > 0) throw new UnreadableParameter();
  return range;
}

function unitOf(word: string): QuantityUnit | undefined {
  return QUANTITY_UNITS.find((unit) => (unit === 'kg' ? GRAMS : unit) === word);
}

function numberOf(text: string): number | null {
  if (text === '') return null;
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}
