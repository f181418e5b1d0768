import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '@/db/database';
import { activeReadTokens, noteUse } from '@/db/read-tokens';
import { SCREEN_COOKIE } from '@/lib/protocol/screens';
import type { AdminToken } from './admin-token';

/** Who reads. `tokenId` is null for everybody of a public installation and for the admin. */
export interface Reader {
  tokenId: string | null;
  /** A registered screen of a private installation, which reads by its own credential. */
  screenId?: string;
}

export const READ_COOKIE = 'havenwacht_read';
const TOKEN = /^hwr_[\w-]{43}$/;
/** A revocation by another process is seen this soon. */
const LOOK_INTERVAL_MS = 500;
/** An unknown token makes the gate look again, at most this often: it may have been made by another process just now. */
const LOOK_PAUSE_MS = 100;
const ANYBODY: Reader = { tokenId: null };

type EndListener = (tokenIds: ReadonlySet<string>) => void;

export interface ReadGateOptions {
  isPrivate: boolean;
  admin: Pick<AdminToken, 'accepts'>;
  log: Logger;
  now: () => Date;
}

/** A new token of 256 random bits, and the only form in which it is kept. */
export function makeReadToken(): { token: string; sha256: string } {
  const token = `hwr_${randomBytes(32).toString('base64url')}`;
  return { token, sha256: hashOf(token).toString('hex') };
}

/**
 * Knows whose reading is allowed: everybody's in a public installation, else the admin's and that of the read tokens in
 * the database, which it looks at twice a second, so that every process learns of a revocation.
 */
export class ReadGate {
  readonly isPrivate: boolean;
  private readonly database: Database;
  private readonly options: ReadGateOptions;
  private tokens = new Map<string, Buffer>();
  private used = new Set<string>();
  private readonly listeners = new Set<EndListener>();
  private readonly timer: NodeJS.Timeout | null;
  private looking: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private lookedAtMs = 0;

  private constructor(database: Database, options: ReadGateOptions) {
    this.database = database;
    this.options = options;
    this.isPrivate = options.isPrivate;
    this.timer = options.isPrivate ? setInterval(() => void this.look(), LOOK_INTERVAL_MS) : null;
    this.timer?.unref();
  }

  static async open(database: Database, options: ReadGateOptions): Promise<ReadGate> {
    const gate = new ReadGate(database, options);
    if (gate.isPrivate) await gate.look();
    return gate;
  }

  /** The reader behind a request's headers, or null. */
  async identify(headers: IncomingHttpHeaders): Promise<Reader | null> {
    if (!this.isPrivate || this.options.admin.accepts(headers.authorization ?? null))
      return ANYBODY;
    const hashes = presentedTokens(headers).map(hashOf);
    if (hashes.length === 0) return null;
    const known = this.find(hashes);
    if (known) return known;
    await this.lookAgain();
    return this.find(hashes);
  }

  /** The reader of one token, or null. */
  identifyToken(token: string): Promise<Reader | null> {
    return this.identify({ authorization: `Bearer ${token}` });
  }

  /** Whether a reader who was identified may still read. */
  admits({ tokenId }: Reader): boolean {
    return tokenId === null || this.tokens.has(tokenId);
  }

  /** Told of tokens that were revoked, by whichever process. */
  onEnd(listener: EndListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Looks at the tokens from now on: whoever waits for it sees what was committed before. */
  async lookAgain(): Promise<void> {
    if (!this.isPrivate) return;
    this.next ??= this.lookLater();
    await this.next;
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.next;
    await this.looking;
  }

  private async lookLater(): Promise<void> {
    await this.looking;
    const waitMs = this.lookedAtMs + LOOK_PAUSE_MS - performance.now();
    if (waitMs > 0) await delay(waitMs);
    this.next = null;
    await this.look();
  }

  private look(): Promise<void> {
    this.looking ??= this.readTokens().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  private async readTokens(): Promise<void> {
    this.lookedAtMs = performance.now();
    try {
      const found = await activeReadTokens(this.database);
      const before = this.tokens;
      this.tokens = new Map(found.map(({ id, sha256 }) => [id, Buffer.from(sha256, 'hex')]));
      const ended = new Set([...before.keys()].filter((id) => !this.tokens.has(id)));
      if (ended.size > 0) for (const listener of this.listeners) listener(ended);
      await this.noteUse();
    } catch (error) {
      this.options.log.error({ err: error }, 'the read tokens could not be read; trying again');
    }
  }

  private async noteUse(): Promise<void> {
    if (this.used.size === 0) return;
    const ids = [...this.used];
    this.used = new Set();
    await noteUse(this.database, ids, this.options.now());
  }

  /** Compares with every token, in the same time whichever it is. */
  private find(hashes: readonly Buffer[]): Reader | null {
    let found: string | null = null;
    for (const [id, expected] of this.tokens) {
      for (const hash of hashes) if (timingSafeEqual(hash, expected)) found = id;
    }
    if (found === null) return null;
    this.used.add(found);
    return { tokenId: found };
  }
}

/** Whether a request shows something that claims to be a token: what fails then counts as a guess. */
export function presentsToken(headers: IncomingHttpHeaders): boolean {
  return (
    headers.authorization !== undefined ||
    cookieOf(headers, READ_COOKIE) !== null ||
    cookieOf(headers, SCREEN_COOKIE) !== null
  );
}

function presentedTokens(headers: IncomingHttpHeaders): string[] {
  const bearer = /^Bearer (\S{1,200})$/i.exec(headers.authorization ?? '')?.[1];
  return [bearer, cookieOf(headers, READ_COOKIE)].filter(
    (token): token is string => typeof token === 'string' && TOKEN.test(token),
  );
}

function cookieOf(headers: IncomingHttpHeaders, wanted: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === wanted && value) return value;
  }
  return null;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
