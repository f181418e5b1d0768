import { expect, it } from 'vitest';
import { explainMigration } from '@/db/explain-migration';

function failed(code: string, message: string): Error {
  return new Error('Failed query', { cause: Object.assign(new Error(message), { code }) });
}

it('says in a sentence what a server does not allow or have, and leaves other faults alone', () => {
  const denied = explainMigration(
    failed('42501', 'permission denied to create extension "pg_trgm"'),
  );
  expect(String(denied)).toMatch(
    /permission denied.*make it the database's owner.*create extension pg_trgm;/,
  );
  const missing = explainMigration(failed('0A000', 'extension "unaccent" is not available'));
  expect(String(missing)).toMatch(/is not available.*install its contrib package/);
  const other = failed('42601', 'syntax error');
  expect(explainMigration(other)).toBe(other);
});
