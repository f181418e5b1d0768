import {
  type AreaCode,
  type ChangeBatch,
  type Manifest,
  manifestSchema,
} from '@/lib/protocol/changes';
import { tombstone, toTuple, type WireTuple } from '@/lib/protocol/columns';
import { hashWords } from '@/lib/protocol/digest';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { encodePartition, rowsByBrusselsYear } from '@/lib/store/partition-codec';
import { AREAS, randomTuple } from './random-rows';

interface Version {
  rid: number;
  fromSeq: number;
  /** Infinity while open. */
  toSeq: number;
  tuple: WireTuple;
  isTombstone: boolean;
}

const AREA_CODES: AreaCode[] = [...AREAS].map(([code, area]) => ({ code, area }));

/** The log as a list of versions: slow, obvious, and written apart from the store that it judges. */
export class LogModel {
  epoch = 'epoch-1';
  versions: Version[] = [];
  /** Ends of transactions. */
  boundaries = [0];
  #random: () => number;
  #lastRid = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  get seq(): number {
    return this.boundaries.at(-1) ?? 0;
  }

  /** One transaction of new, changed, moved and withdrawn records. */
  commit(changes: number): void {
    let seq = this.seq;
    for (let index = 0; index < changes; index += 1) {
      seq += 1;
      this.#change(seq);
    }
    this.boundaries.push(seq);
  }

  #change(seq: number): void {
    const open = this.visible(seq);
    const isNew = open.length === 0 || this.#random() < 0.5;
    if (isNew) this.#lastRid += 1;
    const rid = isNew ? this.#lastRid : (open[Math.floor(this.#random() * open.length)]?.rid ?? 1);
    this.#write(rid, seq, !isNew && this.#random() < 0.25);
  }

  /** One transaction that withdraws a record. */
  withdraw(rid: number): void {
    const seq = this.seq + 1;
    this.#write(rid, seq, true);
    this.boundaries.push(seq);
  }

  #write(rid: number, seq: number, goes: boolean): void {
    for (const version of this.versions) {
      if (version.rid === rid && version.toSeq === Number.POSITIVE_INFINITY) version.toSeq = seq;
    }
    this.versions.push({
      rid,
      fromSeq: seq,
      toSeq: Number.POSITIVE_INFINITY,
      tuple: goes ? toTuple(tombstone(rid, seq)) : randomTuple(rid, seq, this.#random),
      isTombstone: goes,
    });
  }

  /** Versions of the state at a seq, without tombstones. */
  visible(seq: number): Version[] {
    return this.versions.filter((v) => !v.isTombstone && v.fromSeq <= seq && v.toSeq > seq);
  }

  digestAt(seq: number): string {
    const sum = this.visible(seq).reduce((total, { tuple }) => {
      const { hi, lo } = hashWords(tuple);
      return total + (BigInt(hi) << 32n) + BigInt(lo);
    }, 0n);
    return (sum & 0xffff_ffff_ffff_ffffn).toString(16).padStart(16, '0');
  }

  head(): { epoch: string; seq: number; digest: string } {
    return { epoch: this.epoch, seq: this.seq, digest: this.digestAt(this.seq) };
  }

  /** Seq at which a record that is visible at `seq` was withdrawn later, or 0. */
  #withdrawnAfter(rid: number, seq: number): number {
    return (
      this.versions.find((v) => v.rid === rid && v.isTombstone && v.fromSeq > seq)?.fromSeq ?? 0
    );
  }

  page(from: number, to: number, after: number, limit: number): ChangeBatch {
    const all = this.versions.filter((v) => v.fromSeq > from && v.fromSeq <= to && v.toSeq > to);
    const hidden = all.map((v) => (v.isTombstone ? 0 : this.#withdrawnAfter(v.rid, to)));
    const sent = all.filter((v, index) => hidden[index] === 0 && v.fromSeq > after);
    const rows = sent.slice(0, limit);
    return {
      epoch: this.epoch,
      from,
      to,
      digest: this.digestAt(to),
      verifyFrom: this.#boundaryAt(Math.max(to, ...hidden)),
      committedAt: '2026-01-01T00:00:00.000Z',
      next: sent.length > rows.length ? (rows.at(-1)?.fromSeq ?? null) : null,
      areas: [],
      rows: rows.map(({ tuple }) => tuple),
      figures: [],
      texts: [],
      bulk: false,
    };
  }

  #boundaryAt(seq: number): number {
    return this.boundaries.find((boundary) => boundary >= seq) ?? seq;
  }

  pages(from: number, to: number, limit: number): ChangeBatch[] {
    const pages = [this.page(from, to, from, limit)];
    for (;;) {
      const after = pages.at(-1)?.next ?? null;
      if (after === null) return pages;
      pages.push(this.page(from, to, after, limit));
    }
  }

  /** The manifest at a boundary, with its partitions' bytes by address. */
  snapshot(seq: number): { manifest: Manifest; files: Map<string, Uint8Array> } {
    const columns = new IncidentColumns();
    for (const { tuple } of this.visible(seq)) columns.put(tuple);
    const files = new Map<string, Uint8Array>();
    const plain = columns.compact();
    const partitions = [...rowsByBrusselsYear(plain)].map(([year, rows]) => {
      const bytes = encodePartition(plain, rows, { epoch: this.epoch, seq, year });
      const url = `/partitions/${this.epoch}/${year}/${seq}`;
      files.set(url, bytes);
      return { year, url, rows: rows.length, bytes: bytes.length };
    });
    const manifest = manifestSchema.parse({
      protocol: PROTOCOL_VERSION,
      epoch: this.epoch,
      seq,
      digest: this.digestAt(seq),
      committedAt: '2026-01-01T00:00:00.000Z',
      partitions,
      areas: AREA_CODES,
      figures: [],
    });
    return { manifest, files };
  }
}
