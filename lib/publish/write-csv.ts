import { csvCell } from './csv-cell';
import { FLAT_COLUMNS } from './flat-columns';
import type { SelectedBatches, SelectionLabel } from './selection-label';

/** Programs take a file without it for another encoding, and a spreadsheet is what most who open a CSV have. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/**
 * A selection as CSV: RFC 4180, UTF-8 with a byte order mark, one header line, nothing but records below it. What the
 * selection is stands beside it (`csvMetadata`), where no parser stumbles over it.
 */
export async function* writeCsv(
  batches: SelectedBatches,
  label: SelectionLabel,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + FLAT_COLUMNS.map(({ name }) => name).join(',') + LINE_END;
  for await (const batch of batches) {
    yield batch
      .map((selected) => FLAT_COLUMNS.map(({ read }) => csvCell(read(selected, label))).join(','))
      .map((line) => line + LINE_END)
      .join('');
  }
}
