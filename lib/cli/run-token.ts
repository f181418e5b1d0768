import { z } from 'zod';
import { UsageError } from './import-arguments';
import type { ImportWorld } from './import-world';
import { findServer } from './running-server';

export type TokenWorld = Pick<
  ImportWorld,
  'environment' | 'projectRoot' | 'out' | 'error' | 'fetch'
>;

export const USAGE = `Read tokens of a private installation (ACCESS=private). The server must be running.

  npm run token -- create NAME      a new one; it is shown once, with the link that lets a browser in
  npm run token -- list             who has one, and when it was last used
  npm run token -- revoke ID        ends it, open screens included`;

const factsSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
const createdSchema = factsSchema.extend({ token: z.string(), link: z.string() });
const listSchema = z.object({
  access: z.enum(['public', 'private']),
  tokens: z.array(factsSchema),
});

/** Runs `npm run token` with these arguments. @returns the exit code: 0, or 2 where nothing was done */
export async function runToken(argv: readonly string[], world: TokenWorld): Promise<0 | 2> {
  const [action, ...rest] = argv;
  const name = rest.join(' ').trim();
  try {
    if (action === 'create' && name) await create(name, world);
    else if (action === 'list' && !name) await list(world);
    else if (action === 'revoke' && name) await revoke(name, world);
    else {
      world.error(`${USAGE}\n`);
      return 2;
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    world.error(`${error.message}\n`);
    return 2;
  }
}

async function create(name: string, world: TokenWorld): Promise<void> {
  const { server, answer } = await call(world, 'POST', '', { name });
  const { id, token, link } = createdSchema.parse(answer);
  const address = link.startsWith('/') ? server + link : link;
  world.out(`Token  ${token}\nLink   ${address}\nRevoke npm run token -- revoke ${id}\n`);
}

async function list(world: TokenWorld): Promise<void> {
  const { access, tokens } = listSchema.parse((await call(world, 'GET', '')).answer);
  const lines = tokens.map(({ id, name, lastUsedAt, revokedAt }) => {
    const state = revokedAt ? `revoked ${revokedAt}` : `last used ${lastUsedAt ?? 'never'}`;
    return `${id}  ${name}  ${state}`;
  });
  const notice = access === 'public' ? ['This installation is public: nobody needs a token.'] : [];
  world.out(`${[...notice, ...(lines.length > 0 ? lines : ['No token yet.'])].join('\n')}\n`);
}

async function revoke(id: string, world: TokenWorld): Promise<void> {
  const { answer } = await call(world, 'DELETE', `/${encodeURIComponent(id)}`);
  const { name, revokedAt } = factsSchema.parse(answer);
  world.out(`"${name}" is revoked since ${revokedAt}.\n`);
}

/** @throws UsageError with the server's reason, or that there is no server */
async function call(
  world: TokenWorld,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ server: string; answer: unknown }> {
  const { server, token } = await findServer(null, world);
  const response = await world
    .fetch(`${server}/api/v1/read-tokens${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    .catch(() => null);
  if (!response) {
    throw new UsageError(
      `No server answers at ${server}: start it, or set PORT or PUBLIC_URL to its address.`,
    );
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return { server, answer };
  const { title, errors } = (answer ?? {}) as { title?: string; errors?: { message: string }[] };
  const reason = errors?.[0]?.message ?? title ?? 'it gives no reason';
  throw new UsageError(`The server at ${server} answers ${response.status}: ${reason}.`);
}
