import type { RecordPart } from './changed-parts';
import type { PublicIncident } from './incident';
import type { PastName } from './past-name';

/** Of a record's public versions, the newest so many are told on its page. */
export const MOST_VERSIONS = 20;
/** Of its neighbours, the nearest in time. */
export const MOST_NEIGHBOURS = 8;
export const NEIGHBOUR_DAYS = 30;
export const NEIGHBOUR_METRES = 1_000;

/** A public version of a record, with what it changed. */
export interface PageVersion {
  fromSeq: number;
  /** ISO instant. */
  committedAt: string;
  record: PublicIncident;
  /** Against the public version before it; empty where that is not told, or nothing that readers see was changed. */
  changed: RecordPart[];
}

/** All that the page of a record tells. A retracted one has neither history nor neighbours. */
export interface RecordPage {
  record: PublicIncident;
  /** The state that it is told of, and when that was committed (ISO); null for the current one. */
  past: { name: PastName; committedAt: string } | null;
  /** Newest first; the first is the record as it is told. Never one that readers may not see any more. */
  history: PageVersion[];
  /** There are older versions than those. */
  hasOlder: boolean;
  /**
   * Others in the same municipality or port, or within {@link NEIGHBOUR_METRES} where both points are exact enough for that, at
   * most {@link NEIGHBOUR_DAYS} earlier or later, in order of time; null where the record's own time or place is too rough to say, and in a past state.
   */
  neighbours: PublicIncident[] | null;
}
