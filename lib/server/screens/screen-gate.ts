import type { IncomingHttpHeaders } from 'node:http';
import type { Database } from '@/db/database';
import { findScreen } from '@/db/screens';
import type { Allowance, RateLimits } from '../rate-limits';
import { presentedHash } from './credential';

/** What a request's headers say of the screen that sends it; `tooMany` where the caller may not ask any more. */
export type Presented =
  | { type: 'screen'; id: string }
  | { type: 'none' }
  | { type: 'revoked' }
  | { type: 'tooMany'; allowance: Allowance };

/** A page asks for dozens of files at once: what was found is believed for so long, which is within AC2's second. */
const BELIEVED_MS = 500;
const MOST_KNOWN = 1_000;

interface Options {
  database: Database;
  now: () => Date;
  limits: Pick<RateLimits, 'showScreen'>;
}

/** Knows registered screens by their credentials. */
export class ScreenGate {
  readonly #options: Options;
  /** Credentials that were a screen's when last looked at: to look again is nobody's guess. */
  readonly #known = new Map<string, { id: string; untilMs: number }>();
  readonly #looking = new Map<string, Promise<Presented>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** @param caller who is limited in showing credentials that are none: each costs a query */
  async identify(
    headers: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>,
    caller: string,
  ): Promise<Presented> {
    const sha256 = presentedHash(headers);
    if (sha256 === null) return { type: 'none' };
    const known = this.#known.get(sha256);
    if (known && known.untilMs > performance.now()) return { type: 'screen', id: known.id };
    const looking = this.#looking.get(sha256);
    if (looking) return looking;
    const look = this.#look(sha256, known ? null : caller);
    this.#looking.set(sha256, look);
    try {
      return await look;
    } finally {
      if (this.#looking.get(sha256) === look) this.#looking.delete(sha256);
    }
  }

  /** After a revocation by this process nothing is believed any more. */
  forget(): void {
    for (const known of this.#known.values()) known.untilMs = Number.NEGATIVE_INFINITY;
    this.#looking.clear();
  }

  async #look(sha256: string, caller: string | null): Promise<Presented> {
    const { database, now, limits } = this.#options;
    if (caller !== null) {
      const allowance = await limits.showScreen(caller);
      if (!allowance.allowed) return { type: 'tooMany', allowance };
    }
    const found = await findScreen(database, sha256, now());
    this.#known.delete(sha256);
    if (!found) return { type: 'none' };
    if (found.isRevoked) return { type: 'revoked' };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(sha256, { id: found.id, untilMs: performance.now() + BELIEVED_MS });
    return { type: 'screen', id: found.id };
  }
}
