import type { ImportField } from './import-fields';
import type { ColumnMapping } from './map-columns';
import type { Cell, RawRow, RowFault } from './raw-row';

/** Ways to write that a cell says nothing. `NA` is not one: it is Namur's province. */
const NOTHING = new Set(['', '-', '–', '—', 'n/a', '#n/a', 'null', 'nan', 'none']);

/** A row's cells by field; keeps every fault, so that one pass names all that is wrong with the row. */
export class RowReader {
  readonly faults: RowFault[] = [];
  readonly raw: RawRow;
  readonly #mapping: ColumnMapping;

  constructor(raw: RawRow, mapping: ColumnMapping) {
    this.raw = raw;
    this.#mapping = mapping;
  }

  /** The trimmed text of a field's cell, else its constant, else null. */
  text(field: ImportField): string | null {
    const column = this.#mapping.columns.get(field);
    const cell = column === undefined ? null : cellText(this.raw.cells[column]);
    return cell ?? cellText(this.#mapping.constants.get(field));
  }

  /** A field read by a parser that answers with a sentence where the text is wrong; then the fault is kept. */
  read<T extends object | number>(
    field: ImportField,
    parse: (text: string) => T | string,
  ): T | null {
    const text = this.text(field);
    if (text === null) return null;
    const value = parse(text);
    if (typeof value !== 'string') return value;
    this.fault(field, value);
    return null;
  }

  fault(field: ImportField | null, message: string): void {
    this.faults.push({
      row: this.raw.row,
      column: field === null ? null : this.columnOf(field),
      message,
    });
  }

  /** The column of a field as the file names it; `--set field` for a constant; null for neither. */
  columnOf(field: ImportField): string | null {
    const column = this.#mapping.columns.get(field);
    return column ?? (this.#mapping.constants.has(field) ? `--set ${field}` : null);
  }
}

function cellText(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  const text = String(cell).trim();
  return NOTHING.has(text.toLowerCase()) ? null : text;
}
