import type { IncidentBody } from '../domain/incident';
import type { Kind } from '../domain/vocabulary';
import { type DecimalMark, readNumber } from './read-number';
import type { RowReader } from './row-reader';
import { readUnit, readWord } from './words';

type QuantityBody = NonNullable<IncidentBody['quantity']>;

/**
 * What was seized, from a column of kilograms or a number with its unit ("2,28 t", "€ 5 000") or a column for the unit. A zero
 * for a record that is no seizure says nothing: wide tables have it in every row.
 */
export function readRowQuantity(
  reader: RowReader,
  decimal: DecimalMark,
  kind: Kind | null,
): QuantityBody | null {
  const kilograms = reader.read('quantityKg', (text) => readPositive(withoutUnit(text), decimal));
  const amount =
    kilograms ?? reader.read('quantity', (text) => readPositive(withoutUnit(text), decimal));
  if (amount === null || (amount === 0 && kind !== 'seizure')) return null;
  const unit = kilograms === null ? readWrittenUnit(reader) : { unit: 'kg' as const, factor: 1 };
  const basis = reader.read('quantityBasis', (text) => readWord('quantityBasis', text));
  if (!unit) return null;
  const best = Number((amount * unit.factor).toPrecision(12));
  return { best, unit: unit.unit, basis: basis?.word ?? 'not stated' };
}

function readPositive(text: string, decimal: DecimalMark): number | string {
  const value = readNumber(text, decimal);
  return typeof value === 'number' && value < 0 ? `"${text}" is less than nothing` : value;
}

function withoutUnit(text: string): string {
  return text
    .replace(/\p{L}+\.?\s*$/u, '')
    .replace(/€/g, '')
    .trim();
}

function readWrittenUnit(reader: RowReader): ReturnType<typeof readUnit> {
  const inline = /(\p{L}+)\.?\s*$|(€)/u.exec(reader.text('quantity') ?? '');
  const word = inline?.[1] ?? inline?.[2] ?? reader.text('quantityUnit');
  const unit = word === null ? null : readUnit(word);
  if (unit) return unit;
  const field = inline ? 'quantity' : 'quantityUnit';
  const message =
    word === null
      ? `"${reader.text('quantity')}" has no unit (write "613 kg", add a column, or --set quantityUnit=kg)`
      : `"${word}" is not a unit (use kg, t, g, tablets, plants, euro or pieces)`;
  reader.fault(reader.columnOf(field) === null ? 'quantity' : field, message);
  return null;
}
