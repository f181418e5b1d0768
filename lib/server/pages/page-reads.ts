import { isDatabaseAway } from '@/db/database-away';
import type { PageReads } from '../page-facts';
import type { Services } from '../services';
import { answerWith } from './page-status';
import { readRecordPage } from './record-page';
import { readRegionPage } from './region-page';

/** What pages read of the database, each with the status that its answer gets where there is no content. */
export function pageReads(services: Services): PageReads {
  return {
    readRecord: async (id) => {
      const page = await unlessAway(() => readRecordPage(services, id));
      if (page === 'gone') answerWith(410);
      return page;
    },
    readRegion: (code) => unlessAway(() => readRegionPage(services, code)),
  };
}

/** A page says that the database is away; the API's answer is a problem with the same status. */
async function unlessAway<T>(read: () => Promise<T>): Promise<T | 'away'> {
  try {
    return await read();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    answerWith(503);
    return 'away';
  }
}
