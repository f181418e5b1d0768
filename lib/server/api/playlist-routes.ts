import { z } from 'zod';
import { changePlaylist, createPlaylist, deletePlaylist, listPlaylists } from '@/db/playlists';
import { faultsOf } from '@/lib/domain/problem';
import { canonicalState } from '@/lib/url/canonical-state';
import { viewDefaultsOf } from '@/lib/url/presets';
import { newSceneSchema, withScene } from '@/lib/wall/new-scene';
import { type Playlist, playlistSchema } from '@/lib/wall/playlist-schema';
import { jsonAnswer, type ProblemError, problem } from '../http/answers';
import { readJson, readQuery } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';

const changeSchema = z.strictObject({ revision: z.int().positive(), body: playlistSchema });

function contextOf({ services }: ApiCall) {
  return { actor: 'admin-token', now: services.now(), newId: services.newId };
}

/** `GET /api/v1/playlists`: all, by name, with the screens that show each. */
async function list({ services }: ApiCall): Promise<Response> {
  return jsonAnswer({ playlists: await listPlaylists(services.database) });
}

async function read(call: ApiCall): Promise<Response> {
  const [playlist] = await listPlaylists(call.services.database, readId(call));
  if (!playlist) throw missing();
  return jsonAnswer(playlist);
}

async function create(call: ApiCall): Promise<Response> {
  const body = await readJson(await call.readBody(), playlistSchema);
  requireViews(call, body, '');
  const stored = await createPlaylist(call.services.database, body, contextOf(call));
  return jsonAnswer(stored, { status: 201 });
}

/** `PUT /api/v1/playlists/{id}`: in place of the revision that was read. */
async function replace(call: ApiCall): Promise<Response> {
  const asked = await readJson(await call.readBody(), changeSchema);
  requireViews(call, asked.body, 'body.');
  return changed(call, ({ revision }) => {
    if (revision !== asked.revision) {
      const detail = `Somebody changed it meanwhile: it is at revision ${revision}. Load it again.`;
      throw problem(409, 'playlist-changed', 'The playlist has changed', { detail });
    }
    return asked.body;
  });
}

/** `POST /api/v1/playlists/{id}/scenes`: puts a view of the explorer at the end. */
async function addScene(call: ApiCall): Promise<Response> {
  const asked = await readJson(await call.readBody(), newSceneSchema);
  const scene = { ...asked, view: requireView(call, asked.view, 'view') };
  return changed(
    call,
    ({ body }) => {
      const parsed = playlistSchema.safeParse(withScene(playlistSchema.parse(body), scene));
      if (parsed.success) return parsed.data;
      throw problem(422, 'record', 'The playlist cannot take this scene', {
        errors: faultsOf(parsed.error),
      });
    },
    201,
  );
}

async function changed(
  call: ApiCall,
  change: (current: { revision: number; body: unknown }) => Playlist,
  status = 200,
): Promise<Response> {
  const { database, screens } = call.services;
  const stored = await changePlaylist(database, readId(call), change, contextOf(call));
  if (!stored) throw missing();
  screens.poke();
  return jsonAnswer(stored, { status });
}

const deleteQuery = z.object({ unassign: z.literal('yes', 'can only be yes').optional() });

/** `DELETE /api/v1/playlists/{id}`: not while screens show it, unless it is to be taken off them. */
async function remove(call: ApiCall): Promise<Response> {
  const { database, screens } = call.services;
  const id = readId(call);
  const unassign = readQuery(call.url, deleteQuery).unassign === 'yes';
  const outcome = await deletePlaylist(database, id, { ...contextOf(call), unassign });
  if (outcome.type === 'missing') throw missing();
  if (outcome.type === 'in use') {
    const detail = `Screens that show it: ${outcome.names.join(', ')}. Assign them another, or delete with unassign=yes.`;
    throw problem(409, 'playlist-in-use', 'Screens show this playlist', { detail });
  }
  screens.poke();
  return jsonAnswer({ id });
}

function requireViews(call: ApiCall, { scenes }: Playlist, prefix: string): void {
  for (const [index, { view }] of scenes.entries())
    requireView(call, view, `${prefix}scenes.${index}.view`);
}

/** The view as the page would write it. @throws a 422 problem that names what of it is not understood */
function requireView({ services }: ApiCall, view: string, field: string): string {
  const { state, faults } = canonicalState(view, viewDefaultsOf(services.settings.mode));
  if (faults.length === 0) return state;
  throw problem(422, 'record', 'The view is not one of the explorer', {
    errors: faults.map(({ key, problem: fault }) => ({ field, message: `${key}: ${fault}` })),
  });
}

function readId({ params }: ApiCall): string {
  const id = z.uuid().safeParse(params.id);
  if (!id.success) throw missing();
  return id.data.toLowerCase();
}

function missing(): ProblemError {
  return problem(404, 'not-found', 'No such playlist');
}

export const PLAYLIST_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v1/playlists', handle: list, write: true },
  { method: 'POST', path: '/api/v1/playlists', handle: create, write: true },
  { method: 'GET', path: '/api/v1/playlists/:id', handle: read, write: true },
  { method: 'PUT', path: '/api/v1/playlists/:id', handle: replace, write: true },
  { method: 'DELETE', path: '/api/v1/playlists/:id', handle: remove, write: true },
  { method: 'POST', path: '/api/v1/playlists/:id/scenes', handle: addScene, write: true },
];
