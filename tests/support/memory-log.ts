import { brusselsYear, MINUTE_MS } from '@/lib/domain/time';
import type { AsOfPage } from '@/lib/protocol/as-of';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import { fromTuple, type WireTuple } from '@/lib/protocol/columns';
import { digestToHex } from '@/lib/protocol/digest';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { encodePartition, rowsByBrusselsYear } from '@/lib/store/partition-codec';
import { digestOf, fromSeqOf, HistoryModel, isGone, type ModelVersion } from './history-model';

const EPOCH = 'memory';
const COMMITTED_AT = '2026-01-02T10:00:00.000Z';

interface Part {
  year: number;
  seq: number;
  bytes: Uint8Array;
}

/** A server in a few lines, by the words of SPEC.md: pages, partitions, the way back. */
export class MemoryLog {
  readonly model = new HistoryModel();
  /** By address; null once destroyed. */
  readonly parts = new Map<string, Part | null>();
  #current: { seq: number; addresses: string[] } | null = null;

  /** CH1, CH5: what began in `(after, to]`, is open at `to` and not hidden. */
  changes(from: number, to: number, after: number, limit: number): ChangeBatch {
    const open = this.#all().filter((each) => isOpenAt(each, to));
    const rows = open
      .filter((each) => each.fromSeq > Math.max(from, after) && each.hiddenAt === null)
      .sort((a, b) => a.fromSeq - b.fromSeq);
    const hidden = open.map(({ hiddenAt }) => hiddenAt ?? 0);
    const next = rows.length > limit ? (rows[limit - 1]?.fromSeq ?? null) : null;
    return {
      epoch: EPOCH,
      from,
      to,
      digest: this.model.digestAt(to),
      verifyFrom: Math.max(to, ...hidden),
      committedAt: COMMITTED_AT,
      next,
      areas: [],
      rows: rows.slice(0, limit).map(({ tuple }) => tuple),
      figures: [],
      texts: [],
      bulk: false,
    };
  }

  /** AO3, naively: what each record is held as at `at`, against what it shall be. */
  wayBack(seq: number, at: number, after: number, limit: number): AsOfPage {
    const wanted = this.model.shownAsOf(seq);
    const found = [...this.model.versions]
      .flatMap(([rid, all]) => {
        const held = all.find((each) => isOpenAt(each, at));
        const row = wanted.get(rid) ?? null;
        const isKnownGone = held !== undefined && isGone(held.tuple) && held.hiddenAt === null;
        const isSame = row ? fromSeqOf(row) === held?.fromSeq : isKnownGone;
        return held && !isSame && held.fromSeq > after ? [{ rid, row, key: held.fromSeq }] : [];
      })
      .sort((a, b) => a.key - b.key);
    const page = found.slice(0, limit);
    const isLast = found.length <= limit;
    return {
      epoch: EPOCH,
      seq,
      at,
      committedAt: COMMITTED_AT,
      next: isLast ? null : (page.at(-1)?.key ?? null),
      areas: [],
      rows: page.flatMap(({ row }) => (row ? [row] : [])),
      removed: page.flatMap(({ rid, row }) => (row ? [] : [rid])),
      figures: isLast ? [] : null,
      digest: isLast ? digestToHex(digestOf(wanted.values())) : null,
    };
  }

  /** Destroys the years that a change hid, as writing it does. */
  forgetHidden(): void {
    const years = new Set(
      this.#all()
        .filter(({ hiddenAt }) => hiddenAt === this.model.seq)
        .map(({ tuple }) => yearOf(tuple)),
    );
    for (const [address, part] of this.parts) {
      if (part && years.has(part.year)) this.parts.set(address, null);
    }
  }

  /** SN1, SN2: a manifest at the head; an untouched year keeps its file. */
  manifest(): Manifest {
    const isWhole = this.#current?.addresses.every((address) => this.parts.get(address));
    if (!this.#current || !isWhole) this.rebuild();
    const { seq, addresses } = this.#current as { seq: number; addresses: string[] };
    return {
      protocol: PROTOCOL_VERSION,
      epoch: EPOCH,
      seq,
      digest: this.model.digestAt(seq),
      committedAt: COMMITTED_AT,
      partitions: addresses.map((url) => {
        const part = this.parts.get(url) as Part;
        return { year: part.year, url, rows: 0, bytes: part.bytes.length };
      }),
      areas: [],
      figures: [],
    };
  }

  rebuild(): void {
    const { seq } = this.model;
    const columns = new IncidentColumns();
    for (const tuple of this.model.shownAt(seq)) columns.put(tuple);
    const kept = new Map(
      this.#current?.addresses.map((address) => [this.parts.get(address)?.year, address]),
    );
    const addresses: string[] = [];
    const plain = columns.compact();
    for (const [year, rows] of rowsByBrusselsYear(plain)) {
      const old = kept.get(year);
      const before = old ? this.parts.get(old) : null;
      if (old && before && !this.#wasTouched(year, before.seq)) addresses.push(old);
      else {
        const address = `${year}-${seq}`;
        const bytes = encodePartition(plain, rows, { epoch: EPOCH, seq, year });
        this.parts.set(address, { year, seq, bytes });
        addresses.push(address);
      }
    }
    this.#current = { seq, addresses };
  }

  #wasTouched(year: number, since: number): boolean {
    return this.#all().some(
      ({ tuple, fromSeq, toSeq }) =>
        !isGone(tuple) && yearOf(tuple) === year && (fromSeq > since || (toSeq ?? 0) > since),
    );
  }

  #all(): ModelVersion[] {
    return [...this.model.versions.values()].flat();
  }
}

function isOpenAt({ fromSeq, toSeq }: ModelVersion, seq: number): boolean {
  return fromSeq <= seq && (toSeq === null || toSeq > seq);
}

function yearOf(tuple: WireTuple): number {
  return brusselsYear(fromTuple(tuple).occurredFrom * MINUTE_MS);
}
