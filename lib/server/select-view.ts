import { lastHiding, resolvePast } from '@/db/as-of';
import type { Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import { areaMatches } from '@/lib/regions/gazetteer';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { withPast } from './api/past-query';
import { findPastText } from './search-past-state';
import { SelectedRids } from './selected-rids';
import type { Services } from './services';
import { findText, MOST_ATTEMPTS, notWhole, wayBack, wholeState } from './state-of-columns';

const RID = 0;

/** The records that a view selects, all of one state. */
export interface SelectedView {
  epoch: string;
  seq: number;
  /** Commit time of `seq`, ISO. */
  committedAt: string;
  /** The last change that hid anything: a past state is the same as long as this is. */
  hiding: number;
  /** Published and retracted records, by rid. */
  rids: SelectedRids;
  /** The text has more findings than the search gives; the view has the first of them only. */
  isTextCut: boolean;
}

/**
 * What the explorer's engine selects by the same filter, found in the server's own columns by the engine's own code: records
 * with `SelectedRids.count` counted, and retracted ones beside them.
 * @throws a 400, 404 or 410 problem where that past cannot be had; a 503 one while the columns are not whole
 */
export function selectView(
  services: Services,
  filter: Filter,
  asOf: PastName | null,
): Promise<SelectedView> {
  return asOf ? selectPast(services, filter, asOf) : selectNow(services, filter);
}

async function selectNow(services: Services, filter: Filter): Promise<SelectedView> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const hiding = await lastHiding(services.database.orm);
    const text = await findText(services, filter);
    const state = await wholeState(services);
    if (state === 'moved') continue;
    const { epoch, seq, areas, columns } = state;
    const isSameLog = !text || text.epoch === epoch;
    // After some attempts a text's findings may be a little older than the columns, as on every screen.
    if (!isSameLog || (text && text.seq !== seq && attempt < MOST_ATTEMPTS)) continue;
    const rids = new SelectedRids();
    rids.addSelected(columns, compileFilter(filter, areas, areaMatches, text?.found ?? null));
    const committedAt = state.committedAt ?? '';
    return { epoch, seq, committedAt, hiding, rids, isTextCut: text?.isCut ?? false };
  }
  throw notWhole();
}

/**
 * The current selection without what has changed since, and what stood there then: so it costs what changed, and no copy
 * of the columns.
 */
async function selectPast(
  services: Services,
  filter: Filter,
  asked: PastName,
): Promise<SelectedView> {
  const { orm } = services.database;
  const past = await withPast('asOf', () => resolvePast(orm, asked));
  const { epoch, seq, committedAt } = past;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const hiding = await lastHiding(orm);
    const text = await findPastText(services, filter, past);
    const found = text?.found ?? null;
    const state = await wholeState(services);
    if (state === 'moved' || state.epoch !== epoch) continue;
    const rids = new SelectedRids();
    rids.addSelected(state.columns, compileFilter(filter, state.areas, areaMatches, found));
    const [at, areas] = [state.seq, new Map(state.areas)];
    for await (const page of wayBack(services, past, at)) {
      for (const { code, area } of page.areas) areas.set(code, area);
      for (const rid of page.removed) rids.remove(rid);
      for (const row of page.rows) rids.remove(row[RID] ?? 0);
      const columns = new IncidentColumns();
      for (const row of page.rows) columns.put(row);
      rids.addSelected(columns, compileFilter(filter, areas, areaMatches, found));
    }
    // Else two pages may be of different pasts.
    if ((await lastHiding(orm)) !== hiding) continue;
    return { epoch, seq, committedAt, hiding, rids, isTextCut: text?.isCut ?? false };
  }
  throw notWhole();
}
