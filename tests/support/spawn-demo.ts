import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type SpawnedServer, spawnServer, temporaryFolder } from './spawn-server';
import { copyOrMake, templateVersion } from './temporary-database';

/** As many as most page tests want. */
export const DEMO_INCIDENTS = 600;
const HISTORY = ['--seed', '7', '--incidents', String(DEMO_INCIDENTS)];
const STILL = [...HISTORY, '--still'];
const BUNDLE = resolve(import.meta.dirname, '../../.build/server/main.js');

/**
 * Starts the demo with pages and a copy of a history that was simulated before; without new records, unless it is to play.
 * Its `stop` removes its folder too.
 */
export async function spawnDemo({
  isPlaying = false,
  environment = {},
}: {
  isPlaying?: boolean;
  environment?: Record<string, string>;
} = {}): Promise<SpawnedServer> {
  const folder = temporaryFolder('demo');
  const version = createHash('sha256').update(templateVersion()).update(readFileSync(BUNDLE));
  // A history ends at the present.
  version.update(new Date().toISOString().slice(0, 10));
  const name = `havenwacht-demo-${version.digest('hex').slice(0, 16)}`;
  try {
    await copyOrMake(name, folder.path, async (dataDir) => {
      await (await spawnServer({ mode: 'demo', arguments: STILL, dataDir })).stop();
    });
    const dataDir = folder.path;
    const server = await spawnServer({
      mode: 'demo',
      pages: true,
      arguments: isPlaying ? HISTORY : STILL,
      dataDir,
      environment,
    });
    return { ...server, stop: () => server.stop().finally(folder.remove) };
  } catch (error) {
    folder.remove();
    throw error;
  }
}
