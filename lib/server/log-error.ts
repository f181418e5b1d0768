/** An error as the log shows it. */
interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack: string;
  cause?: LoggedError;
}

const LONGEST_MESSAGE = 500;
const DEEPEST_CAUSE = 3;

/**
 * What of an error may be logged. Drivers hang a query's parameters, which are records, on their errors and into their
 * messages and stacks: only name, code, the place and what was said without the parameters remain.
 */
export function logError(error: unknown, depth = 0): LoggedError | unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: messageOf(error),
    ...(typeof code === 'string' ? { code } : {}),
    stack: frames.join('\n'),
    ...(error.cause instanceof Error && depth < DEEPEST_CAUSE
      ? { cause: logError(error.cause, depth + 1) as LoggedError }
      : {}),
  };
}

function messageOf(error: Error): string {
  const said = 'query' in error && 'params' in error ? 'a query failed' : error.message;
  return said.slice(0, LONGEST_MESSAGE);
}
