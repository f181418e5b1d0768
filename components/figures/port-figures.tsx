'use client';

import { useTranslations } from 'use-intl';
import { type OwnSheet, PngButton } from '@/components/save/sheet-facts';
import type { Figure } from '@/lib/domain/figure';
import { figureYears } from './figure-circles';
import styles from './figures-panel.module.css';
import { portStatements, type Statements } from './group-figures';
import { useFigureWords } from './use-figure-words';
import { YearStepper } from './year-stepper';

interface Props {
  figures: readonly Figure[];
  year: number | null;
  onYear: (year: number) => void;
  isOnMap: boolean;
}

/** Tonnes seized per port in one year, every publisher named; the map's circles show the same. */
export function PortFigures({ figures, year, onYear, isOnMap }: Props) {
  const t = useTranslations('figures');
  const words = useFigureWords();
  const all = portStatements(figures);
  const years = figureYears(figures);
  if (years.length === 0 || year === null) return null;
  const shown = all.filter((statements) => statements.year === year);
  const largest = Math.max(...all.map((statements) => statements.high));
  const hasRanges = shown.some(({ low, high }) => low !== high);
  const sheet = (): OwnSheet => ({
    isPublished: true,
    picture: {
      type: 'table',
      columns: [t('port'), t('amount'), t('source')],
      rows: shown.flatMap(({ area, figures: [lead, ...others] }) => [
        {
          name: words.region(area ?? ''),
          cells: [words.tonnes(lead), lead.source.publisher],
          bar: lead.value / largest,
        },
        ...others
          .filter(({ value }) => value !== lead.value)
          .map((figure) => ({
            name: `${words.region(area ?? '')}, ${t('disagree')}`,
            cells: [words.tonnes(figure), figure.source.publisher],
          })),
      ]),
    },
    notes: [t('portsMeasure'), ...(hasRanges ? [t('leadReason')] : []), t('why')],
  });
  return (
    <div>
      <div className={styles.headingRow}>
        <h3 className={styles.heading}>{t('portsHeading')}</h3>
        <YearStepper years={years} year={year} onYear={onYear} />
        <PngButton
          title={`${t('portsHeading')}, ${year}`}
          file={`published-ports-${year}`}
          className={styles.save}
          sheet={sheet}
        />
      </div>
      <p className={styles.note}>{t('portsMeasure')}</p>
      <table className={styles.table}>
        <caption className="visually-hidden">
          {t('portsHeading')}, {year}
        </caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('port')}</th>
            <th scope="col">{t('amount')}</th>
            <th scope="col">{t('source')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((statements) => (
            <PortRow key={statements.key} statements={statements} largest={largest} />
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {isOnMap ? t('circles', { year: String(year) }) : t('circlesHidden')}
      </p>
      {hasRanges && <p className={styles.note}>{t('leadReason')}</p>}
    </div>
  );
}

const BAR_WIDTH = 100;

function PortRow({ statements, largest }: { statements: Statements; largest: number }) {
  const t = useTranslations('figures');
  const words = useFigureWords();
  const [lead, ...others] = statements.figures;
  const width = (lead.value / largest) * BAR_WIDTH;
  return (
    <tr>
      <th scope="row">
        {words.region(statements.area ?? '')}
        <svg
          className={styles.bar}
          viewBox={`0 0 ${BAR_WIDTH} 4`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect width={width} height="4" />
        </svg>
      </th>
      <td className={styles.value}>{words.tonnes(lead)}</td>
      <td className={styles.source}>
        <SourceLink figure={lead} />
        {lead.provisional && <small> {t('provisional')}</small>}
        {others
          .filter((figure) => figure.value !== lead.value)
          .map((figure) => (
            <small key={figure.fid}>
              {t('disagree')} <b>{words.tonnes(figure)}</b> <SourceLink figure={figure} />
            </small>
          ))}
      </td>
    </tr>
  );
}

/** The publisher's name, leading to where the number was read. */
export function SourceLink({ figure }: { figure: Figure }) {
  return (
    <a href={figure.source.url} rel="noopener nofollow" target="_blank" title={figure.source.label}>
      {figure.source.publisher}
    </a>
  );
}
