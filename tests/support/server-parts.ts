// What `open-server.ts` takes of the server, bundled beside the built one.
export { openDatabase } from '@/db/open-database';
export { logError } from '@/lib/server/log-error';
export { parseArguments } from '@/lib/server/parse-arguments';
export { readSettings } from '@/lib/server/settings';
export { serveDatabase } from '@/lib/server/start-server';
