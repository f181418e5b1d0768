'use client';

import { useTranslations } from 'use-intl';
import type { ImprintProps } from '@/components/explorer/imprint';
import { RecordLinks } from '@/components/incidents/record-links';
import { useWords } from '@/components/incidents/use-words';
import { Sheet } from '@/components/sheet/sheet';
import sheet from '@/components/sheet/sheet.module.css';
import type { Region } from '@/lib/domain/region';
import type { RegionPage as Content } from '@/lib/domain/region-page';
import { LOCALES } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { regionPath } from '@/lib/url/page-paths';
import { RateTable } from './rate-table';
import { RegionFigures } from './region-figures';
import { mapAddressOfRegion } from './region-map';
import styles from './region-page.module.css';
import { RegionTrail } from './region-trail';
import { RegionTree } from './region-tree';
import { YearTable } from './year-table';

interface Props {
  content: Content;
  mode: 'demo' | 'real';
  imprint: ImprintProps;
}

/** What was published and what was reported about one region, complete without scripts. */
export function RegionPage({ content, mode, imprint }: Props) {
  const t = useTranslations('regionPage');
  const { locale } = useWords();
  const region = regionByCode(content.code);
  if (!region) return null;
  const isSimulated = content.scope === 'simulated';
  const map = mapAddressOfRegion(content, { locale, mode });
  return (
    <Sheet page={regionPath(region.code)} isSimulated={isSimulated} imprint={imprint}>
      <RegionTrail
        label={t('areas')}
        codes={content.parents.map(({ code }) => code).toReversed()}
      />
      <RegionHead region={region} />
      <a className={sheet.button} href={map}>
        {t('onMap')}
      </a>
      <div className={sheet.columns}>
        <div>
          <Records content={content} name={region.names[locale]} />
          <RegionTree areas={content.children} />
        </div>
        <Latest records={content.latest} />
      </div>
      <RegionFigures
        figures={content.figures}
        region={region.names[locale]}
        isSimulated={isSimulated}
      />
    </Sheet>
  );
}

/** Names in every language, type, and when the region began and ended. */
function RegionHead({ region }: { region: Region }) {
  const t = useTranslations('regionPage');
  const tTypes = useTranslations('regionPicker.types');
  const words = useWords();
  const { names, type, validFrom, validTo } = region;
  const own = names[words.locale];
  const others = LOCALES.filter((locale) => locale !== words.locale && names[locale] !== own);
  return (
    <header className={styles.head}>
      <p className={styles.type}>{tTypes(type)}</p>
      <h1>{own}</h1>
      {others.length > 0 && (
        <ul className={styles.names} aria-label={t('names')}>
          {others.map((locale) => (
            <li key={locale} lang={locale}>
              {names[locale]}
            </li>
          ))}
        </ul>
      )}
      {validFrom && (
        <p className={sheet.note}>{t('begun', { date: words.day(Date.parse(validFrom)) })}</p>
      )}
      {validTo && <Ended region={region} endedMs={Date.parse(validTo)} />}
    </header>
  );
}

function Ended({ region, endedMs }: { region: Region; endedMs: number }) {
  const t = useTranslations('regionPage');
  const words = useWords();
  const date = words.day(endedMs);
  const successor = region.successor === null ? null : regionByCode(region.successor);
  if (!successor) return <p className={sheet.note}>{t('ended', { date })}</p>;
  return (
    <p className={sheet.note}>
      {t.rich('endedInto', {
        date,
        region: (
          <a href={`/${words.locale}${regionPath(successor.code)}`}>
            {successor.names[words.locale]}
          </a>
        ) as never,
      })}
    </p>
  );
}

function Records({ content, name }: { content: Content; name: string }) {
  const t = useTranslations('regionPage');
  const tCounters = useTranslations('counters');
  return (
    <section className={sheet.section}>
      <h2>{t('recordsHeading')}</h2>
      <p>
        <b>{t('recordsCount', { count: content.records })}</b>. {tCounters('selection')}.
        {content.retracted > 0 && ` ${tCounters('retracted', { count: content.retracted })}`}
      </p>
      {content.years.length > 0 && (
        <>
          <YearTable years={content.years} caption={t('caption', { region: name })} />
          <p className={sheet.note}>{t('yearNote')}</p>
        </>
      )}
      <RateTable rates={content.rates} region={name} />
    </section>
  );
}

function Latest({ records }: { records: Content['latest'] }) {
  const t = useTranslations('regionPage');
  if (records.length === 0) return null;
  return (
    <section className={sheet.section}>
      <h2>{t('latestHeading')}</h2>
      <RecordLinks records={records} />
    </section>
  );
}
