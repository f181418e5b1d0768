'use client';

import { useTranslations } from 'use-intl';
import type { ImprintProps } from '@/components/explorer/imprint';
import { RegionTrail } from '@/components/regions/region-trail';
import { Sheet } from '@/components/sheet/sheet';
import sheet from '@/components/sheet/sheet.module.css';
import type { PublicIncident } from '@/lib/domain/incident';
import type { RecordPage as Content } from '@/lib/domain/record-page';
import { labelRegionOf } from '@/lib/domain/region';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { mapOfRecord } from '@/lib/url/map-links';
import { recordPath } from '@/lib/url/page-paths';
import { contactLink } from './contact-link';
import { RecordFacts, RecordHead, RetractedRecord } from './record-content';
import { RecordHistory } from './record-history';
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
  const { record } = content;
  const isRetracted = record.status === 'retracted';
  return (
    <Sheet
      page={recordPath(record.id)}
      isSimulated={record.origin === 'simulated'}
      imprint={imprint}
    >
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

function Published({ record, history, hasOlder, neighbours, mode }: Omit<Props, 'imprint'>) {
  const t = useTranslations('record');
  const tPage = useTranslations('recordPage');
  return (
    <div className={sheet.columns}>
      <div className={styles.record}>
        <RecordHead record={record} level={1} />
        <a className={sheet.button} href={useMapAddress(record, mode)}>
          {t('showOnMap')}
        </a>
        <section className={sheet.section}>
          <h2>{tPage('factsHeading')}</h2>
          <RecordFacts record={record} />
        </section>
        <RecordSources record={record} level={2} />
        <p className={styles.address}>
          <a href={`/api/v1/incidents/${record.id}`}>{t('address')}</a>
        </p>
      </div>
      <div>
        <RecordNeighbours neighbours={neighbours} />
        <RecordHistory id={record.id} history={history} hasOlder={hasOlder} />
      </div>
    </div>
  );
}

/** A laptop's map; the page corrects itself to its own size. */
const VIEWPORT = { width: 1000, height: 700 };
const POINT_ZOOM = 13;

function useMapAddress(record: PublicIncident, mode: 'demo' | 'real'): string {
  const { locale } = useWords();
  const area = labelRegionOf(record);
  const ofArea = () => (area ? cameraOfRegions([area], VIEWPORT.width, VIEWPORT.height) : null);
  return mapOfRecord(record.rid, {
    locale,
    mode,
    scope: record.origin === 'simulated' ? 'simulated' : 'real',
    camera: record.point ? { center: record.point, zoom: POINT_ZOOM } : ofArea(),
  });
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
