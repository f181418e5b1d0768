import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type SpawnedServer,
  type SpawnOptions,
  spawnServer,
  temporaryFolder,
} from './spawn-server';
import { copyOrMake, templateVersion } from './temporary-database';

/** As many as most page tests want; whoever asks for these begins with a copy of what one server has simulated once. */
export const DEMO_HISTORY = ['--seed', '7', '--incidents', '600'];
const BUNDLE = resolve(import.meta.dirname, '../../.build/server/main.js');

/** Starts the demo with pages and `DEMO_HISTORY`; without new records, unless `isLive`. Its `stop` removes its folder too. */
export async function spawnDemo({
  isLive = false,
  ...options
}: Omit<SpawnOptions, 'mode' | 'pages' | 'arguments' | 'dataDir'> & {
  isLive?: boolean;
} = {}): Promise<SpawnedServer> {
  const folder = temporaryFolder('demo');
  const version = createHash('sha256').update(templateVersion()).update(readFileSync(BUNDLE));
  // A history ends at the present.
  version.update(new Date().toISOString().slice(0, 10));
  const name = `havenwacht-demo-${version.digest('hex').slice(0, 16)}`;
  await copyOrMake(name, folder.path, async (dataDir) => {
    await (await spawnServer({ mode: 'demo', arguments: still, dataDir })).stop();
  });
  const server = await spawnServer({
    ...options,
    mode: 'demo',
    pages: true,
    arguments: isLive ? DEMO_HISTORY : still,
    dataDir: folder.path,
  });
  const stop = async () => {
    const code = await server.stop();
    folder.remove();
    return code;
  };
  return { ...server, stop };
}

const still = [...DEMO_HISTORY, '--still'];
