import { z } from 'zod';
import { acknowledge, readOrders } from '@/db/screen-orders';
import { createRegistration, pollRegistration, renewCredential } from '@/db/screens';
import {
  REGISTRATION_MINUTES,
  REGISTRATION_POLL_SECONDS,
  type Registration,
  type RegistrationState,
  type Renewal,
  registrationPollSchema,
  type ScreenOrders,
  screenReportSchema,
} from '@/lib/protocol/screens';
import { jsonAnswer, type ProblemError, problem } from '../http/answers';
import { isSecure } from '../http/is-secure';
import { readJson } from '../http/read-query';
import { refuseForeign } from '../http/refuse-foreign';
import type { ApiCall, ApiRoute } from '../http/router';
import {
  isCredential,
  makeCredential,
  makeScreenCode,
  screenCookie,
  sha256Of,
} from '../screens/credential';
import { refuseGuess, refuseUnless } from '../screens/refuse-guess';

const FOREIGN = 'Pages of other sites are no screens here';
const RENEWAL_SECONDS = 3_600;
/** A code that is another's is drawn again; of 31 to the power of 6 with 200 in use, twice is unheard of. */
const MOST_DRAWS = 5;
const emptySchema = z.strictObject({});

/** `POST /api/v1/screens/registrations`: a code to show and a secret to keep. */
async function register(call: ApiCall): Promise<Response> {
  const { services, caller } = call;
  refuseForeign(call, FOREIGN);
  await readJson(await call.readBody(), emptySchema);
  refuseUnless(await services.limits.registerScreen(caller));
  const now = services.now();
  const expiresAt = new Date(now.getTime() + REGISTRATION_MINUTES * 60_000);
  const { credential: secret, sha256 } = makeCredential();
  const asking = services.askingPages.lately();
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const code = makeScreenCode();
    const registration = { code, sha256, expiresAt };
    const outcome = await createRegistration(services.database, registration, { now, asking });
    if (outcome === 'full') {
      const detail = 'Too many screens wait for an administrator. Try again in some minutes.';
      throw problem(503, 'busy', 'No further screen can wait', { detail }, { 'retry-after': '60' });
    }
    if (outcome === 'taken') continue;
    const answer: Registration = { code, secret, expiresAt: expiresAt.toISOString() };
    return jsonAnswer(answer, { status: 201 });
  }
  throw new Error('no free code was found');
}

/** `POST /api/v1/screens/registrations/poll`: `waiting`, or `confirmed` with the screen's cookie. */
async function poll(call: ApiCall): Promise<Response> {
  const { services, caller, request } = call;
  refuseForeign(call, FOREIGN);
  const { secret } = await readJson(await call.readBody(), registrationPollSchema);
  const { credential, sha256 } = makeCredential();
  const secretSha256 = sha256Of(secret);
  const lookUp = () =>
    pollRegistration(services.database, { secretSha256, sha256 }, services.now());
  // Nobody guesses 256 bits: a screen that asks for what has ended uses up no guess of a desk behind the same address.
  const found = isCredential(secret)
    ? await lookUp()
    : await refuseGuess(services.limits, caller, lookUp);
  if (!found) {
    const detail = 'Nobody confirmed its code in time, or it was used already.';
    throw problem(410, 'registration-ended', 'This registration has ended', { detail });
  }
  if ('expiresAt' in found) {
    services.askingPages.asked(secretSha256);
    const waiting: RegistrationState = {
      state: 'waiting',
      expiresAt: found.expiresAt.toISOString(),
    };
    return jsonAnswer(waiting, { headers: { 'retry-after': String(REGISTRATION_POLL_SECONDS) } });
  }
  const confirmed: RegistrationState = { state: 'confirmed', screen: found.screen };
  const isHttps = isSecure(services.settings, request.headers.get('x-forwarded-proto'));
  return jsonAnswer(confirmed, {
    headers: { 'set-cookie': screenCookie(credential, { isHttps }) },
  });
}

/** `GET /api/v1/screens/self`: the screen's orders. */
async function self(call: ApiCall): Promise<Response> {
  const orders = await requireOrders(call);
  call.services.screens.heard(orders.screen.id, null);
  return jsonAnswer(orders);
}

/** `POST /api/v1/screens/self/report`: status and acknowledgements, where WebSocket is blocked. */
async function report(call: ApiCall): Promise<Response> {
  const { services } = call;
  refuseForeign(call, FOREIGN);
  const { id } = (await requireOrders(call)).screen;
  const { status, acknowledgements } = await readJson(await call.readBody(), screenReportSchema);
  services.screens.heard(id, status);
  if (acknowledgements.length > 0)
    await acknowledge(services.database, id, acknowledgements, services.now());
  return jsonAnswer({ isTaken: true });
}

/** `POST /api/v1/screens/self/renewal`: a new cookie, where the one in use is older than a day. */
async function renew(call: ApiCall): Promise<Response> {
  const { services, request } = call;
  refuseForeign(call, FOREIGN);
  const { id } = (await requireOrders(call)).screen;
  const { credential, sha256 } = makeCredential();
  const isRenewed = await renewCredential(services.database, id, { sha256, now: services.now() });
  const isHttps = isSecure(services.settings, request.headers.get('x-forwarded-proto'));
  const renewal: Renewal = { isRenewed, againInSeconds: RENEWAL_SECONDS };
  return jsonAnswer(
    renewal,
    isRenewed ? { headers: { 'set-cookie': screenCookie(credential, { isHttps }) } } : {},
  );
}

/** @throws a 401 problem that says whether the screen was revoked or is not known */
async function requireOrders({ services, request, caller }: ApiCall): Promise<ScreenOrders> {
  const { database, screenGate, limits, now } = services;
  const presented = await screenGate.identify(
    {
      authorization: request.headers.get('authorization') ?? undefined,
      cookie: request.headers.get('cookie') ?? undefined,
    },
    caller,
  );
  if (presented.type === 'tooMany') refuseUnless(presented.allowance);
  if (presented.type === 'screen') {
    const orders = await readOrders(database, presented.id, now());
    if (orders) return orders;
  }
  refuseUnless(await limits.write(`denied ${caller}`));
  throw presented.type === 'none' ? unknownScreen() : revokedScreen();
}

function unknownScreen(): ProblemError {
  const detail =
    'Register it again. Credentials that were renewed after a backup was made are not known once it is restored.';
  return problem(401, 'screen-none', 'This is no registered screen', { detail });
}

function revokedScreen(): ProblemError {
  const detail = 'Register it again, if it is to be a screen.';
  return problem(401, 'screen-revoked', 'An administrator revoked this screen', { detail });
}

/** They look at the screen's own credential, so that it is told why it is none; a private installation's gate knows no reasons. */
export const SCREEN_SELF_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v1/screens/registrations', handle: register, open: true },
  { method: 'POST', path: '/api/v1/screens/registrations/poll', handle: poll, open: true },
  { method: 'GET', path: '/api/v1/screens/self', handle: self, open: true },
  { method: 'POST', path: '/api/v1/screens/self/report', handle: report, open: true },
  { method: 'POST', path: '/api/v1/screens/self/renewal', handle: renew, open: true },
];
