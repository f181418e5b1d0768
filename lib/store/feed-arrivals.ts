import type { ChangeBatch } from '@/lib/protocol/changes';
import type { Arrival } from '@/lib/protocol/engine-requests';
import type { BatchOutcome } from './incident-store';

/** What of a batch a pulse and the ticker show: records published one by one, with their texts. */
export function arrivalsOf(batch: ChangeBatch, outcome: BatchOutcome): Arrival[] {
  if (batch.bulk) return [];
  const added = new Set(outcome.added);
  const replaced = new Set(outcome.replaced);
  return batch.texts
    .filter(({ record }) => added.has(record.rid) || replaced.has(record.rid))
    .map(({ fromSeq, record }) => ({
      record,
      fromSeq,
      change: changeOf(record.status, added.has(record.rid)),
      ageMs: Date.parse(batch.committedAt) - Date.parse(record.occurredFrom),
    }));
}

function changeOf(status: 'published' | 'retracted', isAdded: boolean): Arrival['change'] {
  if (status === 'retracted') return 'retracted';
  return isAdded ? 'new' : 'corrected';
}
