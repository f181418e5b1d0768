import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { IncidentStore } from './incident-store';
import { type KeptRecord, type KeptStorage, keptRecordSchema } from './kept-storage';
import { holdsAnyOf } from './scrub-partition';

export interface RestoredState {
  store: IncidentStore;
  record: KeptRecord;
  /** Years whose partitions still hold a record that changed since: a page was closed before it took them out. */
  unscrubbed: number[];
}

/**
 * The state that was kept, checked against the digest that the log had at its seq.
 * @returns null where nothing is kept
 * @throws Error where what is kept cannot be read, is not whole, is of another protocol, or has another digest
 */
export async function restoreState(storage: KeptStorage): Promise<RestoredState | null> {
  const found = await storage.read();
  if (found === null) return null;
  const record = keptRecordSchema.parse(found);
  const { manifest, head, rows, areas, figures } = record;
  if (manifest.protocol !== PROTOCOL_VERSION) {
    throw new Error(`what is kept is of protocol ${manifest.protocol}, not ${PROTOCOL_VERSION}`);
  }
  const store = new IncidentStore();
  store.beginSnapshot({ ...manifest, areas, figures });
  const rids = new Set(rows.map((row) => row[0] ?? 0));
  const unscrubbed: number[] = [];
  for (const { url, year } of manifest.partitions) {
    const bytes = await storage.partition(url);
    if (!bytes) throw new Error(`the partition of ${year} is not kept any more`);
    if (holdsAnyOf(bytes, rids)) unscrubbed.push(year);
    store.addPartition(bytes);
  }
  takeChanges(store, record);
  if (store.loading || store.hasDigestFault || store.digest !== head.digest) {
    throw new Error(`what is kept has digest ${store.digest}, the log had ${head.digest}`);
  }
  return { store, record, unscrubbed };
}

function takeChanges(store: IncidentStore, { manifest, head, rows }: KeptRecord): void {
  if (head.seq === manifest.seq) return;
  store.applyBatch({
    epoch: manifest.epoch,
    from: manifest.seq,
    to: head.seq,
    digest: head.digest,
    verifyFrom: head.seq,
    committedAt: head.committedAt,
    next: null,
    areas: [],
    rows,
    figures: [],
    texts: [],
    bulk: true,
  });
}
