import type { z } from 'zod';
import {
  REGISTRATION_POLL_SECONDS,
  type Registration,
  registrationSchema,
  registrationStateSchema,
} from '@/lib/protocol/screens';

const REGISTRATIONS = '/api/v1/screens/registrations';
const PATIENCE_MS = 8_000;
const ASK_AGAIN_MS = 5_000;
const LONGEST_WAIT_S = 600;

/** Where the registration of a screen stands. */
export type RegistrationStep =
  | { step: 'asking' }
  /** The server does not answer; it is asked again. */
  | { step: 'away' }
  /** Too many codes were asked for. */
  | { step: 'waiting'; seconds: number }
  | { step: 'shown'; code: string; expiresAt: string }
  | { step: 'confirmed' };

export interface RegistrationWorld {
  ask: (path: string, init: RequestInit) => Promise<Response>;
  /** Rejects where the registration is given up. */
  wait: (ms: number) => Promise<void>;
  tell: (step: RegistrationStep) => void;
}

/** Shows code after code until one is confirmed; then this browser has the screen's cookie. Ends by `wait` alone otherwise. */
export async function registerScreen(world: RegistrationWorld): Promise<void> {
  world.tell({ step: 'asking' });
  let isConfirmed = false;
  while (!isConfirmed) {
    const registration = await askForCode(world);
    world.tell({ step: 'shown', code: registration.code, expiresAt: registration.expiresAt });
    isConfirmed = await untilDecided(world, registration.secret);
  }
  world.tell({ step: 'confirmed' });
}

async function askForCode({ ask, wait, tell }: RegistrationWorld): Promise<Registration> {
  for (;;) {
    const answer = await post(ask, REGISTRATIONS, {});
    const told = answer?.ok ? await read(answer, registrationSchema) : null;
    if (told) return told;
    const seconds = Number(answer?.status === 429 ? answer.headers.get('retry-after') : 0);
    if (seconds > 0) tell({ step: 'waiting', seconds });
    else tell({ step: 'away' });
    await wait(seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) * 1_000 : ASK_AGAIN_MS);
  }
}

/** Whether the code was confirmed; false once it has expired. A server that is away for a moment knows it afterwards. */
async function untilDecided({ ask, wait }: RegistrationWorld, secret: string): Promise<boolean> {
  for (;;) {
    await wait(REGISTRATION_POLL_SECONDS * 1_000);
    const answer = await post(ask, `${REGISTRATIONS}/poll`, { secret });
    if (answer?.status === 410) return false;
    const told = answer?.ok ? await read(answer, registrationStateSchema) : null;
    if (told?.state === 'confirmed') return true;
  }
}

async function post(
  ask: RegistrationWorld['ask'],
  path: string,
  body: unknown,
): Promise<Response | null> {
  try {
    return await ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return null;
  }
}

async function read<Schema extends z.ZodType>(
  answer: Response,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const parsed = schema.safeParse(await answer.json().catch(() => null));
  return parsed.success ? parsed.data : null;
}
