'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import sheet from '@/components/sheet/sheet.module.css';
import type { Region } from '@/lib/domain/region';
import type { CountedRegion } from '@/lib/domain/region-page';
import { REGION_TYPES, type RegionType } from '@/lib/domain/region-type';
import { regionByCode } from '@/lib/regions/gazetteer';
import { regionPath } from '@/lib/url/page-paths';
import styles from './region-page.module.css';

/** The areas in this one, each with its number of records and leading to its page; those without any after the others. */
export function RegionTree({ areas }: { areas: readonly CountedRegion[] }) {
  const t = useTranslations('regionPage');
  if (areas.length === 0) return null;
  const groups = REGION_TYPES.map((type) => ({
    type,
    areas: areas.filter(({ code }) => regionByCode(code)?.type === type),
  })).filter((group) => group.areas.length > 0);
  return (
    <section className={sheet.section}>
      <h2>{t('treeHeading')}</h2>
      <p className={sheet.note}>{t('treeNote')}</p>
      {groups.map((group) => (
        <Group key={group.type} {...group} />
      ))}
    </section>
  );
}

function Group({ type, areas }: { type: RegionType; areas: readonly CountedRegion[] }) {
  const t = useTranslations('regionPage');
  const { locale } = useWords();
  const nameOf = ({ code }: CountedRegion) => regionByCode(code)?.names[locale] ?? code;
  const byName = (a: CountedRegion, b: CountedRegion) => nameOf(a).localeCompare(nameOf(b), locale);
  const counted = areas
    .filter(({ records }) => records > 0)
    .sort((a, b) => b.records - a.records || byName(a, b));
  const others = areas.filter(({ records }) => records === 0).sort(byName);
  return (
    <>
      <h3 className={styles.measure}>{t(`children.${type}`)}</h3>
      <Areas areas={counted} />
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>{t('without', { count: others.length })}</summary>
          <Areas areas={others} />
        </details>
      )}
    </>
  );
}

function Areas({ areas }: { areas: readonly CountedRegion[] }) {
  const t = useTranslations('regionPage');
  const words = useWords();
  return (
    <ul className={styles.areas}>
      {areas.map(({ code, records }) => (
        <li key={code}>
          <a href={`/${words.locale}${regionPath(code)}`}>{fullName(code, words.locale)}</a>{' '}
          {records > 0 && (
            <>
              <span className="visually-hidden">{t('recordsCount', { count: records })}</span>
              <b aria-hidden="true">{words.number(records)}</b>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** With its type where the gazetteer has it: `Antwerp (port)`. */
function fullName(code: string, locale: keyof Region['names']): string {
  return regionByCode(code)?.names[locale] ?? code;
}
