/** Of sockets and name look-ups: the server is not there, or went away. */
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** SQLSTATE: connection exceptions, shutdowns, starting up, too many connections, a standby that takes no writes. */
const SQL_STATES = /^(?:08\w{3}|57P0[1-5]|53300|25006)$/;

/** What node-postgres says without a code, where a connection broke or none was to be had in time. */
const MESSAGES =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed)/;

/** Whether work failed because the database could not be reached, so that the same again may succeed soon. */
export function isDatabaseAway(error: unknown): boolean {
  for (let fault = error, depth = 0; fault instanceof Error && depth < 5; depth += 1) {
    const { code } = fault as { code?: unknown };
    if (typeof code === 'string' && (SYSTEM_CODES.has(code) || SQL_STATES.test(code))) return true;
    if (MESSAGES.test(fault.message)) return true;
    if (fault instanceof AggregateError && fault.errors.some(isDatabaseAway)) return true;
    fault = fault.cause;
  }
  return false;
}
