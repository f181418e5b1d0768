import fc from 'fast-check';
import { type PublicIncident, toPublic } from '@/lib/domain/incident';
import type { SelectedRecord, SelectionLabel } from '@/lib/publish/selection-label';
import { storedIncident } from './arbitraries';

/** Any record that readers may see, in any version. */
export const selectedRecord: fc.Arbitrary<SelectedRecord> = fc
  .record({
    stored: storedIncident,
    fromSeq: fc.integer({ min: 1, max: 0x7fff_ffff }),
    committedMs: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  })
  .map(({ stored, fromSeq, committedMs }) => ({
    record: toPublic({
      ...stored,
      status: stored.status === 'retracted' ? 'retracted' : 'published',
    }),
    fromSeq,
    committedAt: new Date(committedMs).toISOString(),
  }))
  .filter((selected): selected is SelectedRecord => selected.record !== null);

export const LABEL: SelectionLabel = {
  locale: 'fr',
  title: 'Simulé : fusillades',
  words: 'Fusillades',
  parameters: 'k=shooting',
  epoch: 'some-epoch',
  seq: 42,
  committedAt: '2026-01-02T10:00:00.000Z',
  isTextCut: false,
  simulated: true,
  publisher: 'De Haven & <Wacht>',
  responsibleEditor: null,
  contact: null,
  licence: 'CC BY 4.0',
  publicUrl: 'https://map.example.org',
};

/** Records in batches of so many, as a writer is given them. */
export async function* inBatches(
  records: readonly SelectedRecord[],
  size: number,
): AsyncGenerator<readonly SelectedRecord[]> {
  for (let start = 0; start < records.length; start += size) {
    yield records.slice(start, start + size);
  }
}

export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const chunk of chunks) whole += chunk;
  return whole;
}

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** What JSON can say of a record: no minus zero. */
export function asJson(record: PublicIncident): unknown {
  return JSON.parse(JSON.stringify(record));
}
