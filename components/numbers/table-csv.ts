import { download } from '@/components/save/download';

/** A table's cells as text for a spreadsheet: RFC 4180, with a byte order mark since programs guess other encodings without. */
export function tableCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

/** Where a spreadsheet may begin a cell with a formula; where its list separator is `;`, inside a text too. */
const BEFORE_FORMULA = /(?='*[=+\-@\t\r])(?<=(?:^|[;\t\r\n]) *)/g;

/** What a spreadsheet would take for a formula begins with an apostrophe; numbers stay numbers. */
function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = value.replace(BEFORE_FORMULA, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Gives the reader a text as a file. */
export function downloadText(name: string, type: string, text: string): void {
  download(name, new Blob([text], { type }));
}
