import { DatabaseRefused } from './embedded/database-refused';

const EXTENSIONS = ['pg_trgm', 'unaccent', 'btree_gist'];
/** `insufficient_privilege`; `undefined_file` and `feature_not_supported` where an extension is not installed. */
const NOT_ALLOWED = '42501';
const NOT_INSTALLED = ['58P01', '0A000'];

/** A migration that the server's own rights or packages stop, as a sentence that says what to do; else the fault itself. */
export function explainMigration(fault: unknown): unknown {
  for (let cause = fault; cause instanceof Error; cause = cause.cause) {
    const { code, message } = cause as Error & { code?: unknown };
    if (code === NOT_ALLOWED) {
      return new DatabaseRefused(
        `The user of DATABASE_URL may not set up this database (${message}); make it the database's owner, or let a superuser run "${EXTENSIONS.map((name) => `create extension ${name};`).join(' ')}" in it first.`,
      );
    }
    if (typeof code === 'string' && NOT_INSTALLED.includes(code)) {
      return new DatabaseRefused(
        `The PostgreSQL server of DATABASE_URL lacks an extension (${message}); install its contrib package for ${EXTENSIONS.join(', ')}.`,
      );
    }
  }
  return fault;
}
