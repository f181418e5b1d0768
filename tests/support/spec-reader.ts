import type { ChangeBatch, FigureChange, Head, Manifest } from '@/lib/protocol/changes';
import {
  ROW_GONE,
  toTuple,
  WIRE_COLUMNS,
  type WireRow,
  type WireTuple,
} from '@/lib/protocol/columns';
import { addDigest, digestToHex, hashFigure, hashWords, ZERO_DIGEST } from '@/lib/protocol/digest';
import { decodePartition } from '@/lib/store/partition-codec';

const [RID, FROM_SEQ] = ['rid', 'fromSeq'].map((name) =>
  WIRE_COLUMNS.findIndex((column) => column.name === name),
) as [number, number];
const STATE = WIRE_COLUMNS.findIndex(({ name }) => name === 'state');

/** A local copy of the public state, kept by the words of SPEC.md alone and as slowly as it likes. */
export class SpecReader {
  epoch = '';
  seq = 0;
  readonly rows = new Map<number, WireTuple>();
  readonly figures = new Map<number, FigureChange>();

  /** The state of a manifest, with its partitions in the order given. */
  static of(manifest: Manifest, partitions: readonly Uint8Array[]): SpecReader {
    const reader = new SpecReader();
    reader.epoch = manifest.epoch;
    reader.seq = manifest.seq;
    for (const bytes of partitions) for (const row of rowsOf(bytes)) reader.keep(toTuple(row));
    for (const change of manifest.figures) reader.keepFigure(change);
    return reader;
  }

  get head(): Head {
    return { epoch: this.epoch, seq: this.seq, digest: this.digest };
  }

  /** Computed from the columns every time, as DG4 asks. */
  get digest(): string {
    let sum: { hi: number; lo: number } = ZERO_DIGEST;
    for (const tuple of this.rows.values()) sum = addDigest(sum, hashWords(tuple));
    for (const { figure, fromSeq } of this.figures.values()) {
      if (figure) sum = addDigest(sum, hashFigure(figure, fromSeq));
    }
    return digestToHex(sum);
  }

  /** Rids of what is shown: tombstones are not. */
  get shown(): number[] {
    return [...this.rows.values()]
      .filter((tuple) => tuple[STATE] !== ROW_GONE)
      .map((tuple) => tuple[RID] ?? 0);
  }

  /** Takes a batch or one page of it by rules CH2-CH4. */
  take(batch: ChangeBatch): 'applied' | 'duplicate' | 'gap' {
    if (batch.to <= this.seq) return 'duplicate';
    if (batch.from > this.seq) return 'gap';
    for (const tuple of batch.rows) this.keep(tuple);
    for (const change of batch.figures) this.keepFigure(change);
    if (batch.next === null) this.seq = batch.to;
    return 'applied';
  }

  private keep(tuple: WireTuple): void {
    const rid = tuple[RID] ?? 0;
    const held = this.rows.get(rid);
    if (!held || (held[FROM_SEQ] ?? 0) < (tuple[FROM_SEQ] ?? 0)) this.rows.set(rid, tuple);
  }

  private keepFigure(change: FigureChange): void {
    const held = this.figures.get(change.fid);
    if (!held || held.fromSeq < change.fromSeq) this.figures.set(change.fid, change);
  }
}

/** The rows of a partition, as named integers. */
export function rowsOf(bytes: Uint8Array): WireRow[] {
  const { arrays, size } = decodePartition(bytes);
  return Array.from({ length: size }, (_, row) => {
    const entries = WIRE_COLUMNS.map(({ name }) => [name, arrays[name][row] ?? 0]);
    return Object.fromEntries(entries) as WireRow;
  });
}

/** A server's manifest with the bytes of its partitions, in the manifest's order. */
export async function fetchSnapshot(
  baseUrl: string,
): Promise<{ manifest: Manifest; partitions: Uint8Array[] }> {
  const manifest = (await (await fetch(`${baseUrl}/api/v1/snapshot`)).json()) as Manifest;
  const partitions = await Promise.all(
    manifest.partitions.map(async ({ url }) => {
      const answer = await fetch(baseUrl + url);
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    }),
  );
  return { manifest, partitions };
}

/** A reader at the head, by snapshot and changes over HTTP (SN1, CH8). */
export async function readByHttp(baseUrl: string): Promise<SpecReader> {
  const { manifest, partitions } = await fetchSnapshot(baseUrl);
  const reader = SpecReader.of(manifest, partitions);
  for (;;) {
    let page = '';
    const before = reader.seq;
    do {
      const answer = await fetch(
        `${baseUrl}/api/v1/changes?epoch=${reader.epoch}&seq=${reader.seq}${page}`,
      );
      if (!answer.ok) throw new Error(`changes answered ${answer.status}: ${await answer.text()}`);
      const batch = (await answer.json()) as ChangeBatch;
      if (reader.take(batch) !== 'applied') return reader;
      page = batch.next === null ? '' : `&to=${batch.to}&after=${batch.next}`;
    } while (page);
    if (reader.seq === before) return reader;
  }
}
