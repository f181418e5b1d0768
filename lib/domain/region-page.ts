import type { Figure } from './figure';
import type { PublicIncident } from './incident';
import type { Kind } from './vocabulary';

/** Of a region's records, the newest so many are told on its page. */
export const MOST_LATEST = 10;

/** Published records by kind. */
export type KindCounts = Record<Kind, number>;

export interface YearCounts {
  /** The Brussels year in which they began. */
  year: number;
  kinds: KindCounts;
}

/** How many records a finished year had for the inhabitants whom somebody counted. */
export interface YearRate {
  year: number;
  /** Records per 100 000 inhabitants and year. */
  rate: number;
  population: Figure;
}

export interface CountedRegion {
  code: string;
  /** Published records in it; regions overlap, so these are not parts of a sum. */
  records: number;
}

/** All that the page of a region tells. Counts are of one scope and one state, and leave retracted records out. */
export interface RegionPage {
  code: string;
  scope: 'real' | 'simulated';
  /** Years that have records, newest first. */
  years: YearCounts[];
  records: number;
  /** Beside those. The list of `GET /api/v1/incidents` has both. */
  retracted: number;
  /** Newest first, retracted ones too. */
  latest: PublicIncident[];
  /** Nearest first. */
  parents: CountedRegion[];
  children: CountedRegion[];
  /** What was published about just this area; none beside simulated records. */
  figures: Figure[];
  /** Newest first; none where no population was published, and none beside simulated records. */
  rates: YearRate[];
}
