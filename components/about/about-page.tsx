'use client';

import { useTranslations } from 'use-intl';
import { Imprint, type ImprintProps } from '@/components/explorer/imprint';
import { SimulatedBanner } from '@/components/header/simulated-banner';
import { SiteHeader } from '@/components/header/site-header';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { VERIFICATIONS } from '@/lib/domain/vocabulary';
import styles from './about-page.module.css';

interface Props {
  imprint: ImprintProps;
  isDemo: boolean;
}

const SECTIONS = [
  { heading: 'methodHeading', paragraphs: ['method1', 'method2', 'method3', 'method4'] },
  {
    heading: 'precisionHeading',
    paragraphs: ['precision1', 'precision2', 'precision3', 'precision4'],
  },
  { heading: 'figuresHeading', paragraphs: ['figures1'] },
  { heading: 'limitsHeading', paragraphs: ['limits1', 'limits2', 'limits3'] },
  { heading: 'privacyHeading', paragraphs: ['privacy1'] },
] as const;

/** Method, definitions, precision, data and licences, limits. */
export function AboutPage({ imprint, isDemo }: Props) {
  const t = useTranslations('about');
  const locale = useReaderLocale();
  return (
    <>
      <SiteHeader query="" page="/about" />
      {isDemo && <SimulatedBanner />}
      <main className={styles.page}>
        <h1>{t('heading')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
        {isDemo && <p className={styles.notice}>{t('simulated')}</p>}
        {SECTIONS.slice(0, 1).map((section) => (
          <Section key={section.heading} {...section} />
        ))}
        <Definitions />
        {SECTIONS.slice(1).map((section) => (
          <Section key={section.heading} {...section} />
        ))}
        <DataSection licence={imprint.dataLicence} />
        <section>
          <h2>{t('imprintHeading')}</h2>
          <Imprint {...imprint} />
        </section>
        <p>
          <a href={`/${locale}`}>{t('back')}</a>
        </p>
      </main>
    </>
  );
}

function Section({ heading, paragraphs }: (typeof SECTIONS)[number]) {
  const t = useTranslations('about');
  return (
    <section>
      <h2>{t(heading)}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{t(paragraph)}</p>
      ))}
    </section>
  );
}

function Definitions() {
  const t = useTranslations('about');
  const tWords = useTranslations('verifications');
  const tMeaning = useTranslations('verificationMeaning');
  const list = VERIFICATIONS.map(
    (word) => `${tWords(word).toLocaleLowerCase()} (${tMeaning(word)})`,
  ).join('; ');
  return (
    <section>
      <h2>{t('definitionsHeading')}</h2>
      {(['defShooting', 'defSeizure', 'defIncident', 'defCasualties'] as const).map(
        (definition) => (
          <p key={definition}>{t(definition)}</p>
        ),
      )}
      <p>{t('defVerification', { list })}</p>
    </section>
  );
}

function DataSection({ licence }: { licence: string | null }) {
  const t = useTranslations('about');
  const tFooter = useTranslations('footer');
  const address = (path: string) => (chunks: string) => <a href={path}>{chunks}</a>;
  const paths = {
    incidents: '/api/v1/incidents',
    figuresAddress: '/api/v1/figures',
    regions: '/api/v1/regions',
  };
  return (
    <section>
      <h2>{t('dataHeading')}</h2>
      <p>{t('data1', { licence: licence ?? `${tFooter('dataLicence')} ${tFooter('unset')}` })}</p>
      <p>{t('data2')}</p>
      <p>
        {t.rich('data3', {
          incidents: address(paths.incidents)(paths.incidents) as never,
          figuresAddress: address(paths.figuresAddress)(paths.figuresAddress) as never,
          regions: address(paths.regions)(paths.regions) as never,
        })}
      </p>
    </section>
  );
}
