// `npm run demo`, `npm start`, `npm run dev`: install what is missing, build what is stale, start the server. `npm run build`
// does all but start.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildBasemap, ensureBuilt, ensureInstalled, ROOT, serve, stop } from './project.mjs';

const [command, ...rest] = process.argv.slice(2);

try {
  await ensureInstalled();
  if (command === 'demo' || command === 'real') {
    const build = await ensureBuilt();
    serve(['.build/server/main.js', command, ...rest], {
      NODE_ENV: 'production',
      HAVENWACHT_BUILD: build,
    });
  } else if (command === 'build') {
    await ensureBuilt();
  } else if (command === 'dev') {
    if (!existsSync(join(ROOT, '.build/basemap'))) await buildBasemap();
    serve(['--import', 'tsx', 'lib/server/main.ts', 'demo', '--dev', ...rest], {
      NODE_ENV: 'development',
    });
  } else {
    stop('Use "npm run demo", "npm start", "npm run dev" or "npm run build".');
  }
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
