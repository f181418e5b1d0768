import { isDatabaseAway } from '@/db/database-away';
import { readLink } from '@/db/links';
import type { Absence, PageReads } from '../page-facts';
import { readViewSummary } from '../preview/view-summary';
import type { Services } from '../services';
import { countView } from '../view-count';
import { answerWith, type PageStatus } from './page-status';
import { readRecordPage } from './record-page';
import { readRegionPage } from './region-page';

const STATUSES: Record<Absence, PageStatus> = { missing: 404, gone: 410, away: 503 };

/** What pages read of the database; an absence chooses the status of the page that is rendered. */
export function pageReads(services: Services): PageReads {
  return {
    readRecord: (id, asOf) => present(() => readRecordPage(services, id, asOf)),
    readRegion: (code) => present(() => readRegionPage(services, code)),
    readLink: async (code) => {
      const link = await unlessAway(() => readLink(services.database, code));
      const absence = link === 'away' ? 'away' : link?.revokedAt ? 'gone' : 'missing';
      answerWith(STATUSES[absence]);
      return absence;
    },
    countSelected: async (filter, asOf) =>
      (await countView(services, { filter, asOf }))?.count ?? null,
    readView: (query, locale) => readViewSummary(services, query, locale),
  };
}

async function present<T extends object>(
  read: () => Promise<T | 'gone' | null>,
): Promise<T | Absence> {
  const content = (await unlessAway(read)) ?? 'missing';
  if (typeof content === 'string') answerWith(STATUSES[content]);
  return content;
}

/** A page says that the database is away; the API's answer is a problem with the same status. */
async function unlessAway<T>(read: () => Promise<T>): Promise<T | 'away'> {
  try {
    return await read();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return 'away';
  }
}
