import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { CODE_ALPHABET } from '@/lib/domain/link-code';
import { SCREEN_CODE_LENGTH, SCREEN_COOKIE } from '@/lib/protocol/screens';

const CREDENTIAL = /^hws_[\w-]{43}$/;
/** The longest that browsers keep a cookie; it is renewed each day. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;

/** A new credential of 256 random bits, and the only form in which it is kept. */
export function makeCredential(): { credential: string; sha256: string } {
  const credential = `hws_${randomBytes(32).toString('base64url')}`;
  return { credential, sha256: sha256Of(credential) };
}

/** Whether a text has the form of a credential, or of the secret of a registration. */
export function isCredential(text: string): boolean {
  return CREDENTIAL.test(text);
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A code to be read from a screen across a room. `randomNumber` gives whole numbers from 0 to below its argument. */
export function makeScreenCode(randomNumber: (below: number) => number = randomInt): string {
  return Array.from(
    { length: SCREEN_CODE_LENGTH },
    () => CODE_ALPHABET[randomNumber(CODE_ALPHABET.length)],
  ).join('');
}

/** No other site's page sends it along, and no script reads it. */
export function screenCookie(credential: string, { isHttps }: { isHttps: boolean }): string {
  const cookie = `${SCREEN_COOKIE}=${credential}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Strict`;
  return isHttps ? `${cookie}; Secure` : cookie;
}

/** The hash of a screen's credential that a request shows, or null. */
export function presentedHash({
  authorization,
  cookie,
}: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>): string | null {
  const bearer = /^Bearer (\S{1,200})$/i.exec(authorization ?? '')?.[1];
  const credential = [bearer, cookieOf(cookie)].find((text) => text && isCredential(text));
  return credential ? sha256Of(credential) : null;
}

function cookieOf(cookie: string | undefined): string | undefined {
  for (const part of (cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === SCREEN_COOKIE) return value;
  }
  return undefined;
}
