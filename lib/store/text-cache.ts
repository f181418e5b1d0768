import { z } from 'zod';
import { type PublicIncident, publicIncidentSchema } from '@/lib/domain/incident';
import type { FeedHttp } from './feed-http';

export const textsAnswerSchema = z.object({
  texts: z.array(z.object({ fromSeq: z.int(), record: publicIncidentSchema })),
});

const MOST_TEXTS = 5_000;
const TEXTS_PER_REQUEST = 200;
/** A record that changes while it is asked for is asked for again, but not for ever. */
const ROUNDS = 3;

interface Entry {
  fromSeq: number;
  record: PublicIncident;
}

/** Records' texts, each true for one `fromSeq`; the least recently used are forgotten first. */
export class TextCache {
  #http: FeedHttp;
  #capacity: number;
  #entries = new Map<number, Entry>();

  constructor(http: FeedHttp, capacity: number = MOST_TEXTS) {
    this.#http = http;
    this.#capacity = capacity;
  }

  put(fromSeq: number, record: PublicIncident): void {
    const held = this.#entries.get(record.rid);
    if (held && held.fromSeq > fromSeq) return;
    this.#entries.delete(record.rid);
    this.#entries.set(record.rid, { fromSeq, record });
    for (const rid of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity) break;
      this.#entries.delete(rid);
    }
  }

  forget(rid: number): void {
    this.#entries.delete(rid);
  }

  clear(): void {
    this.#entries.clear();
  }

  /**
   * The records behind rids, in their order; those that are gone are left out. `currentFromSeq` says which version a
   * reader must see now, or null. Nothing more is asked for once `isWanted` says no.
   * @throws Error if the server cannot be reached or answers with something else than texts.
   */
  async load(
    rids: readonly number[],
    currentFromSeq: (rid: number) => number | null,
    isWanted: () => boolean = () => true,
  ): Promise<PublicIncident[]> {
    for (let round = 0; round < ROUNDS && isWanted(); round += 1) {
      const misses = this.#misses(rids, currentFromSeq);
      if (misses.length === 0) break;
      for (let start = 0; start < misses.length; start += TEXTS_PER_REQUEST) {
        const some = misses.slice(start, start + TEXTS_PER_REQUEST);
        if (isWanted()) await this.#fetch(some, currentFromSeq);
      }
      if (!this.#hasChanged(misses, currentFromSeq)) break;
    }
    return rids.flatMap((rid) => this.#use(rid, currentFromSeq(rid)));
  }

  #misses(
    rids: readonly number[],
    currentFromSeq: (rid: number) => number | null,
  ): [number, number][] {
    return rids.flatMap((rid): [number, number][] => {
      const fromSeq = currentFromSeq(rid);
      return fromSeq === null || this.#entries.get(rid)?.fromSeq === fromSeq
        ? []
        : [[rid, fromSeq]];
    });
  }

  #hasChanged(
    asked: readonly [number, number][],
    currentFromSeq: (rid: number) => number | null,
  ): boolean {
    return asked.some(([rid, fromSeq]) => {
      const current = currentFromSeq(rid);
      return current !== null && current !== fromSeq;
    });
  }

  async #fetch(
    versions: readonly [number, number][],
    currentFromSeq: (rid: number) => number | null,
  ): Promise<void> {
    const list = versions.map(([rid, fromSeq]) => `${rid}.${fromSeq}`).join(',');
    const answer = await this.#http.getJson(`/api/v1/texts?v=${list}`);
    if (answer.status !== 200)
      throw new Error(`texts of ${versions.length} records: HTTP ${answer.status}`);
    for (const { fromSeq, record } of textsAnswerSchema.parse(answer.body).texts) {
      // What was taken down while its text was on its way must not stay here (TD6).
      if (currentFromSeq(record.rid) === fromSeq) this.put(fromSeq, record);
    }
  }

  #use(rid: number, fromSeq: number | null): PublicIncident[] {
    const entry = this.#entries.get(rid);
    if (!entry || entry.fromSeq !== fromSeq) return [];
    this.#entries.delete(rid);
    this.#entries.set(rid, entry);
    return [entry.record];
  }
}
