/**
 * A text that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that already is an
 * apostrophe or several before such a beginning: so {@link armed} gives every text back.
 */
export function defused(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The way back from {@link defused}: takes one apostrophe where one was put. */
export function armed(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

/** A cell by RFC 4180. Numbers are never defused: a longitude may be below zero. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = defused(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
