import type { ImportWorld } from './import-world';

const ROWS_BETWEEN_LINES = 5000;

/** One line that is written over on a terminal; a line now and then elsewhere. */
export function createProgress(
  { out, isTerminal }: Pick<ImportWorld, 'out' | 'isTerminal'>,
  rows: number,
) {
  let nextLineAt = ROWS_BETWEEN_LINES;
  return {
    show(done: number) {
      if (isTerminal) out(`\r  ${done} of ${rows} rows`);
      else if (done >= nextLineAt) {
        out(`  ${done} of ${rows} rows\n`);
        nextLineAt = done + ROWS_BETWEEN_LINES;
      }
    },
    end() {
      if (isTerminal) out('\r\u001b[K');
    },
  };
}
