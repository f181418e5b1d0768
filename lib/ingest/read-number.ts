/** How a file writes fractions; null: not said. */
export type DecimalMark = 'comma' | 'point' | null;

const SPACES = /[\s\u00a0\u202f'’]/g;

/**
 * A number as people write it: `12,5`, `1.234,5`, `1 234.5`. Where nobody said how the file writes fractions, a single mark
 * with three digits after it can mean either, and is not guessed.
 * @returns the number, or what is wrong with it
 */
export function readNumber(text: string, mark: DecimalMark = null): number | string {
  const compact = text.replace(SPACES, '');
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(compact)) return `"${text}" is not a number`;
  const fraction = fractionMark(compact, mark);
  if (fraction === 'ambiguous') {
    const bare = compact.replace(/[.,]/, '');
    return `"${text}" can be ${bare} or ${compact.replace(',', '.')} (say --decimal comma or --decimal point)`;
  }
  const thousands = fraction === ',' ? '.' : ',';
  const [whole = '', ...rest] = fraction === null ? [compact] : compact.split(fraction);
  const isGrouped = fraction === null ? isThousands(whole) : isThousands(whole, thousands);
  if (rest.length > 1 || rest.join('').includes(thousands) || !isGrouped) {
    return `"${text}" is not a number`;
  }
  const value = Number(`${whole.replace(/[.,]/g, '')}.${rest[0] ?? '0'}`);
  return Number.isFinite(value) ? value : `"${text}" is not a number`;
}

/** Digits in groups of three, or without groups. */
function isThousands(whole: string, separator?: string): boolean {
  const digits = whole.replace(/^[+-]/, '');
  if (/^\d*$/.test(digits)) return true;
  const marks = separator === undefined ? ['.', ','] : [separator];
  return marks.some((mark) => {
    const [first = '', ...groups] = digits.split(mark);
    return /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  });
}

function fractionMark(compact: string, mark: DecimalMark): ',' | '.' | 'ambiguous' | null {
  if (mark !== null) return mark === 'comma' ? ',' : '.';
  const commas = compact.split(',').length - 1;
  const points = compact.split('.').length - 1;
  if (commas > 0 && points > 0)
    return compact.lastIndexOf(',') > compact.lastIndexOf('.') ? ',' : '.';
  if (commas + points !== 1) return null;
  if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(compact)) return 'ambiguous';
  return commas === 1 ? ',' : '.';
}

/** A coordinate: a comma or a point is always a fraction. */
export function readDegrees(text: string): number | string {
  const compact = text.replace(/[\s\u00a0°]/g, '').replace(',', '.');
  return /^[+-]?\d+(\.\d*)?$/.test(compact)
    ? Number(compact)
    : `"${text}" is not a number of degrees (write it such as 50.8466)`;
}
