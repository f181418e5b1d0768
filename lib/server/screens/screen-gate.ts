import type { IncomingHttpHeaders } from 'node:http';
import type { Database } from '@/db/database';
import { findScreen } from '@/db/screens';
import { presentedHash } from './credential';

/** What a request's headers say of the screen that sends it. */
export type Presented = { type: 'screen'; id: string } | { type: 'none' } | { type: 'revoked' };

/** A page asks for dozens of files at once: what was found is believed for so long, which is within AC2's second. */
const BELIEVED_MS = 500;
const MOST_BELIEVED = 1_000;

/** Knows registered screens by their credentials. */
export class ScreenGate {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #believed = new Map<string, { id: string; untilMs: number }>();

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  async identify(
    headers: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>,
  ): Promise<Presented> {
    const sha256 = presentedHash(headers);
    if (sha256 === null) return { type: 'none' };
    const known = this.#believed.get(sha256);
    if (known && known.untilMs > performance.now()) return { type: 'screen', id: known.id };
    const found = await findScreen(this.#database, sha256, this.#now());
    this.#believed.delete(sha256);
    if (!found) return { type: 'none' };
    if (found.isRevoked) return { type: 'revoked' };
    if (this.#believed.size >= MOST_BELIEVED) this.#believed.clear();
    this.#believed.set(sha256, { id: found.id, untilMs: performance.now() + BELIEVED_MS });
    return { type: 'screen', id: found.id };
  }

  /** After a revocation by this process nothing is believed any more. */
  forget(): void {
    this.#believed.clear();
  }
}
