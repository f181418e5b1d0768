'use client';

import { useTranslations } from 'use-intl';
import type { ImprintProps } from '@/components/explorer/imprint';
import { RecordPast } from '@/components/past/record-past';
import { RegionTrail } from '@/components/regions/region-trail';
import { Sheet } from '@/components/sheet/sheet';
import sheet from '@/components/sheet/sheet.module.css';
import type { PublicIncident } from '@/lib/domain/incident';
import { textOfPastName } from '@/lib/domain/past-name';
import type { RecordPage as Content } from '@/lib/domain/record-page';
import { recordPath } from '@/lib/url/page-paths';
import { contactLink } from './contact-link';
import { RecordFacts, RecordHead, RecordReply, RetractedRecord } from './record-content';
import { RecordHistory } from './record-history';
import { mapAddressOf } from './record-map';
import { RecordNeighbours } from './record-neighbours';
import styles from './record-page.module.css';
import { RecordSources } from './record-sources';
import { useWords } from './use-words';

interface Props extends Content {
  mode: 'demo' | 'real';
  imprint: ImprintProps;
}

/** All that is public about one record, complete without scripts. */
export function RecordPage({ mode, imprint, ...content }: Props) {
  const { record, past } = content;
  const isRetracted = record.status === 'retracted';
  return (
    <Sheet
      page={recordPath(record.id, past?.name)}
      isSimulated={record.origin === 'simulated'}
      imprint={imprint}
    >
      {past && <RecordPast id={record.id} committedAt={past.committedAt} />}
      <Trail record={record} />
      {isRetracted ? (
        <div className={styles.record}>
          <RetractedRecord record={record} level={1} />
        </div>
      ) : (
        <Published {...content} mode={mode} />
      )}
      {imprint.contact !== null && <Report contact={imprint.contact} id={record.id} />}
    </Sheet>
  );
}

function Trail({ record }: { record: PublicIncident }) {
  const t = useTranslations('recordPage');
  const { country, province, municipality, district, port } = record;
  const codes = [country, province, municipality, district, port];
  return <RegionTrail label={t('areas')} codes={codes.filter((code) => code !== null)} />;
}

function Published({ record, past, history, hasOlder, neighbours, mode }: Omit<Props, 'imprint'>) {
  const t = useTranslations('record');
  const tPage = useTranslations('recordPage');
  const { locale } = useWords();
  const asOf = past?.name ?? null;
  return (
    <div className={sheet.columns}>
      <div className={styles.record}>
        <RecordHead record={record} level={1} />
        <RecordReply record={record} level={2} />
        <a className={sheet.button} href={mapAddressOf(record, { locale, mode, asOf })}>
          {t('showOnMap')}
        </a>
        <section className={sheet.section}>
          <h2>{tPage('factsHeading')}</h2>
          <RecordFacts record={record} />
        </section>
        <RecordSources record={record} level={2} />
        <p className={styles.address}>
          <a href={`/api/v1/incidents/${record.id}${asOf ? `?asOf=${textOfPastName(asOf)}` : ''}`}>
            {t('address')}
          </a>
        </p>
      </div>
      <div>
        {past === null && <RecordNeighbours neighbours={neighbours} />}
        <RecordHistory
          id={record.id}
          history={history}
          hasOlder={hasOlder}
          isPast={past !== null}
        />
      </div>
    </div>
  );
}

function Report({ contact, id }: { contact: string; id: string }) {
  const t = useTranslations('recordPage');
  const link = contactLink(contact, t('reportSubject', { id }));
  return (
    <section className={sheet.section}>
      <h2>{t('report')}</h2>
      <p className={sheet.note}>{t('reportNote', { id })}</p>
      {link ? (
        <a className={sheet.button} href={link}>
          {t('report')}
        </a>
      ) : (
        <p>{contact}</p>
      )}
    </section>
  );
}
