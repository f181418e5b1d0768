import { z } from 'zod';
import { callServer } from './call-server';
import { UsageError } from './command-line';
import type { ImportWorld } from './import-world';

export type TokenWorld = Pick<
  ImportWorld,
  'environment' | 'projectRoot' | 'out' | 'error' | 'fetch'
>;

export const USAGE = `Read tokens of a private installation (ACCESS=private). The server must be running.

  npm run token -- create NAME      a new one; it is shown once, with the link that lets a browser in
  npm run token -- list             who has one, and when it was last used
  npm run token -- revoke ID        ends it, open screens included`;

const TOKENS = '/api/v1/read-tokens';

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
  const { server, answer } = await callServer(world, 'POST', TOKENS, { name });
  const { id, token, link } = createdSchema.parse(answer);
  const address = link.startsWith('/') ? server + link : link;
  world.out(`Token  ${token}\nLink   ${address}\nRevoke npm run token -- revoke ${id}\n`);
}

async function list(world: TokenWorld): Promise<void> {
  const { access, tokens } = listSchema.parse((await callServer(world, 'GET', TOKENS)).answer);
  const lines = tokens.map(({ id, name, lastUsedAt, revokedAt }) => {
    const state = revokedAt ? `revoked ${revokedAt}` : `last used ${lastUsedAt ?? 'never'}`;
    return `${id}  ${name}  ${state}`;
  });
  const notice = access === 'public' ? ['This installation is public: nobody needs a token.'] : [];
  world.out(`${[...notice, ...(lines.length > 0 ? lines : ['No token yet.'])].join('\n')}\n`);
}

async function revoke(id: string, world: TokenWorld): Promise<void> {
  const { answer } = await callServer(world, 'DELETE', `${TOKENS}/${encodeURIComponent(id)}`);
  const { name, revokedAt } = factsSchema.parse(answer);
  world.out(`"${name}" is revoked since ${revokedAt}.\n`);
}
