import { type ChangeBatch, changeBatchSchema } from '@/lib/protocol/changes';
import { type FeedHttp, requireAccess } from './feed-http';
import type { IncidentStore } from './incident-store';

/** The server's answer to a state that is not its past. */
const CONFLICT = 409;

/**
 * Asks over HTTP for what changed since the store's seq, page by page and batch by batch, and hands the pages over until
 * `take` says no, as it does when nothing is new. Returns false if the server wants the snapshot to be loaded again.
 * @throws AccessEnded; Error if there is no answer, or none that is a batch.
 */
export async function pollChanges(
  http: FeedHttp,
  store: IncidentStore,
  take: (batch: ChangeBatch, after: number) => boolean,
): Promise<boolean> {
  let after: number | null = null;
  let page = '';
  for (;;) {
    const state = `epoch=${encodeURIComponent(store.epoch ?? '')}&seq=${store.seq}`;
    const { status, body } = await http.getJson(`/api/v1/changes?${state}${page}`);
    requireAccess({ status });
    if (status === CONFLICT) return false;
    if (status !== 200) throw new Error(`changes since ${store.seq}: HTTP ${status}`);
    const batch = changeBatchSchema.parse(body);
    if (batch.epoch !== store.epoch) return false;
    if (!take(batch, after ?? store.seq)) return true;
    after = batch.next;
    page = after === null ? '' : `&to=${batch.to}&after=${after}`;
  }
}
