/** Where a spreadsheet may begin a cell: with a text, and after `;`, a tab or a line break inside it, where it splits there. */
const BEFORE_FORMULA = /(?='*[=+\-@\t\r])(?<=(?:^|[;\t\r\n]) *)/g;
const APOSTROPHE_PUT = /((?:^|[;\t\r\n]) *)'(?='*[=+\-@\t\r])/g;

/**
 * What a spreadsheet would take for a formula gets an apostrophe in front, and so does what already is an apostrophe or
 * several before such a beginning: so {@link armed} gives every text back. That holds inside a text too: where the list
 * separator is `;`, Excel splits a file there, whatever the quotation marks say.
 */
export function defused(text: string): string {
  return text.replace(BEFORE_FORMULA, "'");
}

/** The way back from {@link defused}: takes one apostrophe wherever one was put. */
export function armed(text: string): string {
  return text.replace(APOSTROPHE_PUT, '$1');
}

/** A cell by RFC 4180. Numbers are never defused: a longitude may be below zero. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = defused(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
