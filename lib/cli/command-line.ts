import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A command that cannot be followed; the message is one sentence that says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The flags and the names of files of a command line.
 * @param usage how the command is used: it follows what is wrong
 * @throws UsageError naming the flag that is unknown, or lacks its value
 */
export function parseFlags<const Options extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** Without a slash at its end. @throws UsageError for anything but an http(s) address */
export function webAddress(name: string, value: string): string {
  const isWeb = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!isWeb) throw new UsageError(`${name} "${value}" must be an http or https address.`);
  return value.replace(/\/+$/, '');
}
