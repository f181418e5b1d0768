import { readInsteadOfHidden, readNamedVersions } from '@/db/read-incidents';
import type { Filter } from '@/lib/domain/filter';
import { matchesFilter } from '@/lib/domain/matches-filter';
import type { SelectedRecord } from '@/lib/publish/selection-label';
import { areaMatches } from '@/lib/regions/gazetteer';
import type { SelectedView } from './select-view';
import type { Services } from './services';

/** So few that the process answers others between two batches. */
const BATCH_RECORDS = 200;

interface NamedVersion {
  rid: number;
  fromSeq: number;
}

/**
 * The records of a selection by rid, read a batch at a time when it is asked for. What is hidden while it is read is not in
 * it, or as a past state shows it.
 */
export async function* readSelection(
  services: Pick<Services, 'database'>,
  filter: Filter,
  { rids, seq }: SelectedView,
): AsyncGenerator<SelectedRecord[]> {
  for (const batch of rids.batches(BATCH_RECORDS)) {
    yield await readVersionsNamed(services, filter, seq, batch);
  }
}

/** Versions of the selection at a seq by their names, by rid. */
export async function readVersionsNamed(
  { database }: Pick<Services, 'database'>,
  filter: Filter,
  seq: number,
  batch: NamedVersion[],
): Promise<SelectedRecord[]> {
  const found = await readNamedVersions(database, batch);
  if (found.length === batch.length) return found;
  const known = new Set(found.map(({ record }) => record.rid));
  const hidden = batch.map(({ rid }) => rid).filter((rid) => !known.has(rid));
  const instead = (await readInsteadOfHidden(database, hidden, seq)).filter(({ record }) =>
    matchesFilter(record, filter, areaMatches),
  );
  return [...found, ...instead].sort((a, b) => a.record.rid - b.record.rid);
}
