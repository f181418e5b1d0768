import { z } from 'zod';
import type { FieldFault } from '@/lib/domain/problem';
import {
  type CommandAnswer,
  type CommandFacts,
  type CommandRequest,
  type Confirmation,
  commandAnswerSchema,
  commandFactsSchema,
  type ScreenChange,
  type ScreenFacts,
  type StoredPlaylist,
  screenFactsSchema,
  storedPlaylistSchema,
} from '@/lib/protocol/screens';
import type { Layout } from '@/lib/wall/playlist';
import type { Playlist } from '@/lib/wall/playlist-schema';

const PATIENCE_MS = 15_000;
const API = '/api/v1';

const screenListSchema = z.object({
  screens: z.array(screenFactsSchema),
  serverTime: z.iso.datetime(),
});
const commandListSchema = z.object({ commands: z.array(commandFactsSchema) });
const playlistListSchema = z.object({ playlists: z.array(storedPlaylistSchema) });
const headSchema = z.object({ seq: z.int(), build: z.string() });

/** Why a question was not answered: `status` is 0 where no server did. */
export class DeskFault extends Error {
  readonly status: number;
  /** The last part of the problem's type, such as `playlist-in-use`; empty for none. */
  readonly kind: string;
  /** Each wrong field, as the API names it. */
  readonly faults: readonly FieldFault[];

  constructor(status: number, message: string, kind = '', faults: readonly FieldFault[] = []) {
    super(message);
    this.status = status;
    this.kind = kind;
    this.faults = faults;
  }
}

/** A scene that is added to a stored playlist. */
export interface AddedScene {
  name: string;
  view: string;
  layout: Layout;
  seconds: number;
}

/** What an administrator asks of the server. Every call throws a `DeskFault`. */
export interface Desk {
  screens: () => Promise<{ screens: ScreenFacts[]; serverTime: string }>;
  /** The newest of all screens, newest first. */
  commands: () => Promise<CommandFacts[]>;
  /** The server's last change and build. */
  head: () => Promise<{ seq: number; build: string }>;
  confirm: (confirmation: Confirmation) => Promise<ScreenFacts>;
  changeScreen: (id: string, change: ScreenChange) => Promise<ScreenFacts>;
  revoke: (id: string) => Promise<unknown>;
  command: (request: CommandRequest) => Promise<CommandAnswer>;
  playlists: () => Promise<StoredPlaylist[]>;
  createPlaylist: (body: unknown) => Promise<StoredPlaylist>;
  /** Fails with 409 where somebody else changed it since `revision`. */
  changePlaylist: (id: string, revision: number, body: unknown) => Promise<StoredPlaylist>;
  /** Fails with 409 where screens show it, unless they are to lose it. */
  removePlaylist: (id: string, isUnassigned: boolean) => Promise<unknown>;
  addScene: (playlist: string, scene: AddedScene) => Promise<StoredPlaylist>;
}

type Ask = (path: string, init: RequestInit) => Promise<Response>;

/** @param token with all rights; it leaves the page only in the header of these calls */
export function createDesk(token: string, ask: Ask = (path, init) => fetch(path, init)): Desk {
  const call = async <Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.output<Schema>> => {
    const answer = await ask(`${API}${path}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new DeskFault(0, error instanceof Error ? error.message : String(error));
    });
    const told: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw faultOf(answer.status, told);
    const parsed = schema.safeParse(told);
    if (!parsed.success) throw new DeskFault(answer.status, `${method} ${path}: not understood`);
    return parsed.data;
  };
  const anything = z.unknown();
  return {
    screens: () => call(screenListSchema, 'GET', '/screens'),
    commands: async () => (await call(commandListSchema, 'GET', '/screens/commands')).commands,
    head: () => call(headSchema, 'GET', '/health'),
    confirm: (confirmation) =>
      call(screenFactsSchema, 'POST', '/screens/confirmations', confirmation),
    changeScreen: (id, change) => call(screenFactsSchema, 'PATCH', `/screens/${id}`, change),
    revoke: (id) => call(anything, 'DELETE', `/screens/${id}`),
    command: (request) => call(commandAnswerSchema, 'POST', '/screens/commands', request),
    playlists: async () => (await call(playlistListSchema, 'GET', '/playlists')).playlists,
    createPlaylist: (body) => call(storedPlaylistSchema, 'POST', '/playlists', body),
    changePlaylist: (id, revision, body) =>
      call(storedPlaylistSchema, 'PUT', `/playlists/${id}`, { revision, body }),
    removePlaylist: (id, isUnassigned) =>
      call(anything, 'DELETE', `/playlists/${id}${isUnassigned ? '?unassign=yes' : ''}`),
    addScene: (playlist, scene) =>
      call(storedPlaylistSchema, 'POST', `/playlists/${playlist}/scenes`, scene),
  };
}

const problemSchema = z.object({
  type: z.string().default(''),
  title: z.string().default(''),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

function faultOf(status: number, told: unknown): DeskFault {
  const parsed = problemSchema.safeParse(told);
  if (!parsed.success) return new DeskFault(status, `HTTP ${status}`);
  const { type, title, detail, errors } = parsed.data;
  const faults = errors.map(({ field, message }) => ({
    // Of a change the playlist is one field of the question.
    field: field.replace(/^body\./, ''),
    message,
  }));
  return new DeskFault(status, detail ?? title, type.split(/[/:]/).at(-1) ?? '', faults);
}

/** A stored playlist with its body, which the server holds to the schema. */
export type DeskPlaylist = Omit<StoredPlaylist, 'body'> & { body: Playlist };
