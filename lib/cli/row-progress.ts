import type { ToolWorld } from './tool-world';

const ROWS_BETWEEN_LINES = 50_000;
const MEGABYTE = 1_000_000;
const BYTES_BETWEEN_LINES = 10 * MEGABYTE;

/** One line that is written over on a terminal; a line now and then elsewhere. */
export function createRowProgress({ out, isTerminal }: Pick<ToolWorld, 'out' | 'isTerminal'>) {
  let nextLineAt: number | null = null;
  const tell = (line: string, done: number, between: number) => {
    nextLineAt ??= between;
    if (isTerminal) out(`\r${line}\u001b[K`);
    else if (done >= nextLineAt) {
      out(`${line}\n`);
      nextLineAt = done + between;
    }
  };
  let lastWhat = '';
  const begin = (what: string) => {
    if (what !== lastWhat) nextLineAt = null;
    lastWhat = what;
  };
  return {
    /** The total is a guess. */
    show(what: string, done: number, expected: number) {
      begin(what);
      const line = `  ${what}: ${done} of about ${Math.max(done, expected)} rows`;
      tell(line, done, ROWS_BETWEEN_LINES);
    },
    showBytes(what: string, done: number) {
      begin(what);
      tell(`  ${what}: ${(done / MEGABYTE).toFixed(1)} MB`, done, BYTES_BETWEEN_LINES);
    },
    end() {
      if (isTerminal) out('\r\u001b[K');
    },
  };
}
