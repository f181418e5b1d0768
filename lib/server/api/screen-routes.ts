import { z } from 'zod';
import { listScreens } from '@/db/screen-list';
import { giveCommand, listCommands } from '@/db/screen-orders';
import { confirmRegistration, renameScreen, revokeScreen } from '@/db/screens';
import {
  type CommandAnswer,
  commandRequestSchema,
  confirmationSchema,
  REGISTRATION_MINUTES,
  type ScreenFacts,
  screenChangeSchema,
} from '@/lib/protocol/screens';
import { jsonAnswer, type ProblemError, problem } from '../http/answers';
import { readJson, readQuery } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { commandFacts } from '../screens/command-facts';
import { decideCommand } from '../screens/decide-command';
import { refuseGuess } from '../screens/refuse-guess';
import type { Services } from '../services';

const ACTOR = 'admin-token';

/** `GET /api/v1/screens`: all, revoked ones too, with what each last said of itself. */
async function list({ services }: ApiCall): Promise<Response> {
  const now = services.now();
  const found = await listScreens(services.database, { now });
  return jsonAnswer({
    screens: found.map((facts) => withLast(services, facts)),
    serverTime: now.toISOString(),
  });
}

async function readOne({ services }: ApiCall, id: string): Promise<ScreenFacts> {
  const [facts] = await listScreens(services.database, { now: services.now(), id });
  if (!facts) throw missing();
  return withLast(services, facts);
}

/** What the screen told this process lately is newer than what is in the database. */
function withLast({ screens }: Services, facts: ScreenFacts): ScreenFacts {
  const last = screens.lastOf(facts.id);
  if (!last || (facts.silentSeconds !== null && facts.silentSeconds < last.silentSeconds))
    return facts;
  return { ...facts, status: last.status ?? facts.status, silentSeconds: last.silentSeconds };
}

async function read(call: ApiCall): Promise<Response> {
  return jsonAnswer(await readOne(call, readId(call)));
}

/** `POST /api/v1/screens/confirmations`: makes a screen of the page that shows this code. */
async function confirm(call: ApiCall): Promise<Response> {
  const { services, caller } = call;
  const asked = await readJson(await call.readBody(), confirmationSchema);
  const id = await refuseGuess(services.limits, caller, () =>
    confirmRegistration(services.database, asked, {
      actor: ACTOR,
      now: services.now(),
      newId: services.newId,
      holdMs: REGISTRATION_MINUTES * 60_000,
    }),
  );
  if (!id) {
    throw problem(404, 'screen-code', 'No screen waits under this code', {
      detail: `A code ends after ${REGISTRATION_MINUTES} minutes; the screen then shows another.`,
      errors: [{ field: 'code', message: 'type the code that the screen shows now' }],
    });
  }
  return jsonAnswer(await readOne(call, id), { status: 201 });
}

async function change(call: ApiCall): Promise<Response> {
  const { services } = call;
  const id = readId(call);
  const asked = await readJson(await call.readBody(), screenChangeSchema);
  const context = { actor: ACTOR, now: services.now() };
  if (!(await renameScreen(services.database, id, asked, context))) throw missing();
  services.screens.poke();
  return jsonAnswer(await readOne(call, id));
}

/** `DELETE /api/v1/screens/{id}`: it is told at once, and may register anew. */
async function revoke(call: ApiCall): Promise<Response> {
  const { services } = call;
  const id = readId(call);
  const context = { actor: ACTOR, now: services.now() };
  if (!(await revokeScreen(services.database, id, context))) throw missing();
  services.screenGate.forget();
  services.screens.poke();
  return jsonAnswer(await readOne(call, id));
}

/** `POST /api/v1/screens/commands`: to one, several or all screens; each is told of what became of it. */
async function command(call: ApiCall): Promise<Response> {
  const { services } = call;
  const asked = await readJson(await call.readBody(), commandRequestSchema);
  const now = services.now();
  const { given, refused } = await giveCommand(
    services.database,
    asked,
    (screens, bodies) => decideCommand(asked.command, screens, bodies, now.getTime()),
    { actor: ACTOR, now },
  );
  services.screens.poke();
  const known = new Set([
    ...given.map(({ screenId }) => screenId),
    ...refused.map(({ screen }) => screen),
  ]);
  const named = asked.screens === 'all' ? [] : [...new Set(asked.screens)];
  const unknown = named
    .filter((id) => !known.has(id))
    .map((screen) => ({ screen, reason: 'there is no such screen, or it was revoked' }));
  const all = [...refused, ...unknown];
  if (given.length === 0) {
    throw problem(422, 'command', 'No screen can do this', {
      errors: (all.length > 0 ? all : [{ screen: 'all', reason: 'no screen is registered' }]).map(
        ({ screen, reason }) => ({ field: 'screens', message: `${screen}: ${reason}` }),
      ),
    });
  }
  const answer: CommandAnswer = {
    commands: given.map((row) => commandFacts(row, now.getTime())),
    refused: all,
  };
  return jsonAnswer(answer, { status: 201 });
}

const commandsQuery = z.object({
  screen: z.uuid('is not the id of a screen').optional(),
  ids: z
    .string()
    .regex(/^\d{1,9}(,\d{1,9}){0,99}$/, 'list up to 100 numbers, separated by commas')
    .transform((list) => list.split(',').map(Number))
    .optional(),
});

/** `GET /api/v1/screens/commands`: the newest hundred, with how far each has come. */
async function commands({ services, url }: ApiCall): Promise<Response> {
  const rows = await listCommands(services.database, readQuery(url, commandsQuery));
  const nowMs = services.now().getTime();
  return jsonAnswer({ commands: rows.map((row) => commandFacts(row, nowMs)) });
}

function readId({ params }: ApiCall): string {
  const id = z.uuid().safeParse(params.id);
  if (!id.success) throw missing();
  return id.data.toLowerCase();
}

function missing(): ProblemError {
  return problem(404, 'not-found', 'No such screen');
}

export const SCREEN_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v1/screens', handle: list, write: true },
  { method: 'POST', path: '/api/v1/screens/confirmations', handle: confirm, write: true },
  { method: 'POST', path: '/api/v1/screens/commands', handle: command, write: true },
  { method: 'GET', path: '/api/v1/screens/commands', handle: commands, write: true },
  { method: 'GET', path: '/api/v1/screens/:id', handle: read, write: true },
  { method: 'PATCH', path: '/api/v1/screens/:id', handle: change, write: true },
  { method: 'DELETE', path: '/api/v1/screens/:id', handle: revoke, write: true },
];
