import { parseArgs } from 'node:util';
import type { DemoOptions } from './demo-runner';
import { StartError } from './start-error';

export interface StartArguments {
  mode: 'demo' | 'real';
  isDevelopment: boolean;
  demo: DemoOptions | null;
}

const LARGEST_DEMO = 1_000_000;

/** Reads `demo|real [--dev] [--incidents N] [--seed N] [--still]`. @throws StartError naming the wrong argument. */
export function parseArguments(argv: readonly string[]): StartArguments {
  const [mode, ...rest] = argv;
  if (mode !== 'demo' && mode !== 'real') throw new StartError('Say "demo" or "real" first.');
  const { values } = parseFlags(rest);
  const wantsDemoFlags = values.incidents ?? values.seed ?? values.still;
  if (mode === 'real' && wantsDemoFlags !== undefined) {
    throw new StartError(
      '--incidents, --seed and --still belong to "npm run demo": real records are never generated.',
    );
  }
  return {
    mode,
    isDevelopment: values.dev ?? false,
    demo:
      mode === 'demo'
        ? {
            count:
              values.incidents === undefined
                ? null
                : wholeNumber('--incidents', values.incidents, 0, LARGEST_DEMO),
            seed:
              values.seed === undefined ? null : wholeNumber('--seed', values.seed, 0, 0xffff_ffff),
            isStill: values.still ?? false,
          }
        : null,
  };
}

function parseFlags(rest: readonly string[]) {
  try {
    return parseArgs({
      args: [...rest],
      options: {
        dev: { type: 'boolean' },
        incidents: { type: 'string' },
        seed: { type: 'string' },
        still: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new StartError(`${firstLine(error)} Use --incidents N, --seed N or --still.`);
  }
}

/** Node adds lines of advice to some of its messages; a refused start says one line. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new StartError(`${flag} "${text}" must be a whole number from ${least} to ${most}.`);
  }
  return value;
}
