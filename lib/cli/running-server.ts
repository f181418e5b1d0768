import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hostInAddress } from '@/lib/server/host-in-address';
import { UsageError, webAddress } from './command-line';
import type { ImportWorld } from './import-world';

const DEFAULT_PORT = 3000;
const OWN_HOST = '127.0.0.1';

/** The running server that a command talks to: its address, and the token in its data folder. */
export interface RunningServerAddress {
  /** Without a slash at its end. */
  server: string;
  token: string;
  tokenPath: string;
}

/**
 * Finds the server by the same settings that started it; `given` is an address that the command line names.
 * @throws UsageError where a setting is wrong or there is no token
 */
export async function findServer(
  given: string | null,
  { environment, projectRoot }: Pick<ImportWorld, 'environment' | 'projectRoot'>,
): Promise<RunningServerAddress> {
  const dataDir = environment.DATA_DIR?.trim() || '.data/havenwacht';
  const tokenPath = join(resolve(projectRoot, dataDir), 'admin-token');
  const token = await readToken(tokenPath);
  return { server: given ?? addressFrom(environment), token, tokenPath };
}

/** Of the settings that the server was started with: where it listens at one address only, it answers at no other. */
function addressFrom({ PUBLIC_URL, PORT, HOST }: ImportWorld['environment']): string {
  if (PUBLIC_URL?.trim()) return webAddress('PUBLIC_URL', PUBLIC_URL.trim());
  const port = PORT?.trim() || String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port)) throw new UsageError(`PORT "${port}" must be a port's number.`);
  return `http://${hostInAddress(HOST?.trim() || OWN_HOST, OWN_HOST)}:${port}`;
}

async function readToken(path: string): Promise<string> {
  const token = await readFile(path, 'utf8').catch(() => '');
  if (/^[\w-]{32,200}$/.test(token.trim())) return token.trim();
  throw new UsageError(
    `No token at ${path}: start the server once with "npm start", or set DATA_DIR to its folder.`,
  );
}
