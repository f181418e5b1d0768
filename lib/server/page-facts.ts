import type { Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import type { RecordPage } from '@/lib/domain/record-page';
import type { RegionPage } from '@/lib/domain/region-page';
import type { Locale } from '@/lib/domain/vocabulary';

/**
 * What pages may know of the process. The server process and Next's bundle are two module worlds: they share nothing but
 * `globalThis`, so the server puts its services there and routes read them through this accessor.
 */
export interface PageFacts extends PageReads {
  publisher: string | null;
  responsibleEditor: string | null;
  contact: string | null;
  dataLicence: string | null;
  mode: 'demo' | 'real';
  /** UTC milliseconds of the server's clock. */
  nowMs: () => number;
  access: 'public' | 'private';
  /** How old a record may be to pulse when it is published. */
  freshHours: number;
  basemap: BasemapSetting;
  /** The built basemap's manifest, as `lib/map/build-basemap.ts` writes it. */
  basemapManifest: unknown;
  publicUrl: string;
  /** Pages of other sites may hold an embedded map. */
  isFramable: boolean;
  /** Search engines may list the pages of records. */
  indexRecords: boolean;
  build: string;
}

/**
 * Why a page has nothing to show. `missing`: nothing ever stood there; `gone`: it left public view; `away`: the database
 * cannot be reached.
 */
export type Absence = 'missing' | 'gone' | 'away';

/**
 * What pages ask of the database, while they are rendered: an absence gives the page's answer its status (404, 410, 503).
 * Next's own `notFound()` would show its reader nothing without scripts.
 */
export interface PageReads {
  /** As it is, or as it was in a past state; `missing` where it was not public then, or there is no such state. */
  readRecord: (id: string, asOf: PastName | null) => Promise<RecordPage | Absence>;
  readRegion: (code: string) => Promise<RegionPage | Absence>;
  /** Why a short link leads nowhere. */
  readLink: (code: string) => Promise<Absence>;
  /** How many records a filter selects, now or in a past state; null where that cannot be told. */
  countSelected: (filter: Filter, asOf: PastName | null) => Promise<number | null>;
  /** What a link to a view of the explorer says; null where that cannot be told now. Chooses no status. */
  readView: (query: string, locale: Locale) => Promise<ViewSummary | null>;
}

/** What is shown beside a link to a view. */
export interface ViewSummary {
  /** What is selected, and how many records. */
  title: string;
  /** What its picture shows, in words. */
  alt: string;
  /** The view's own address, as the explorer writes it. */
  query: string;
  /** Path and query of its picture. */
  image: `/${string}`;
}

export interface BasemapSetting {
  kind: 'embedded' | 'style' | 'pmtiles';
  /** Absolute address or a path on this server; null for the embedded map. */
  url: string | null;
  /** Address of the style for the dark theme, where it is another one. */
  darkUrl: string | null;
}

const SERVICES_KEY = Symbol.for('havenwacht');

interface SharedGlobal {
  [SERVICES_KEY]?: { pageFacts: PageFacts };
}

/** Called once by the server before the first page is rendered. */
export function sharePageFacts(pageFacts: PageFacts): void {
  (globalThis as SharedGlobal)[SERVICES_KEY] = { pageFacts };
}

/** Facts for a page; fails where Next runs without the server (`next dev` by hand). */
export function pageFacts(): PageFacts {
  const shared = (globalThis as SharedGlobal)[SERVICES_KEY];
  if (!shared) {
    throw new Error(
      'Havenwacht\'s server is not running in this process: start it with "npm run dev".',
    );
  }
  return shared.pageFacts;
}
