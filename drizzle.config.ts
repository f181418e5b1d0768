import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate` writes the next migration; the application applies it when it opens the database. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./db/schema.ts', './db/screen-tables.ts'],
  out: './db/migrations',
});
