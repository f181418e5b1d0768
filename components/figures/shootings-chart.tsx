'use client';

import { useTranslations } from 'use-intl';
import { Chart } from '@/components/charts/chart';
import type { RangesDrawing } from '@/components/charts/drawing';
import { type OwnSheet, PngButton } from '@/components/save/sheet-facts';
import type { Figure } from '@/lib/domain/figure';
import styles from './figures-panel.module.css';
import { brusselsShootings, isWholeYear, type Statements } from './group-figures';
import { SourceLink } from './port-figures';
import { useFigureWords } from './use-figure-words';

/** Brussels' shootings by year as ranges over all publishers, and the same as a table that names them. */
export function ShootingsChart({ figures }: { figures: readonly Figure[] }) {
  const t = useTranslations('figures');
  const tSave = useTranslations('save');
  const words = useFigureWords();
  const years = brusselsShootings(figures);
  const drawing = drawingOf(years, words.number);
  if (years.length === 0) return null;
  const note = `${t('shootingsNote')}${years.some((year) => !year.isWholeYear) ? ` (${t('partialMark')})` : ''}`;
  const publishers = new Set(years.flatMap(({ figures: all }) => all.map(publisherOf)));
  const sheet = (): OwnSheet => ({
    isPublished: true,
    picture: {
      type: 'ranges',
      years: drawing.years.map(({ year, ...told }) => ({ ...told, name: String(year) })),
    },
    notes: [
      note,
      tSave('fact', { name: t('publisher'), value: [...publishers].join(', ') }),
      t('why'),
    ],
  });
  return (
    <div>
      <div className={styles.headingRow}>
        <h3 className={styles.heading}>{t('shootingsHeading')}</h3>
        <PngButton
          title={t('shootingsHeading')}
          file="published-shootings"
          className={styles.save}
          sheet={sheet}
        />
      </div>
      <Chart drawing={drawing} />
      <p className={styles.note}>{note}</p>
      <table className={styles.table}>
        <caption className="visually-hidden">{t('shootingsHeading')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('year')}</th>
            <th scope="col" className={styles.value}>
              {t('range')}
            </th>
            <th scope="col" className={styles.source}>
              {t('publisher')}
            </th>
          </tr>
        </thead>
        <tbody>
          {years.toReversed().map((year) => (
            <YearRow key={year.key} year={year} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function drawingOf(years: readonly Statements[], say: (value: number) => string): RangesDrawing {
  return {
    type: 'ranges',
    years: years.map(({ year, low, high, figures: all }) => ({
      year,
      low,
      high,
      words: low === high ? say(low) : `${say(low)}–${say(high)}`,
      dots: all.map((figure) => ({ value: figure.value, isHollow: !isWholeYear(figure) })),
    })),
  };
}

function publisherOf({ source }: Figure): string {
  return source.publisher;
}

function YearRow({ year }: { year: Statements }) {
  const t = useTranslations('figures');
  const words = useFigureWords();
  return (
    <tr>
      <th scope="row">{year.year}</th>
      <td className={styles.value}>
        {year.low === year.high
          ? words.number(year.low)
          : `${words.number(year.low)}–${words.number(year.high)}`}
      </td>
      <td className={styles.source}>
        {year.figures.map((figure) => (
          <small key={figure.fid}>
            <b>{words.amount(figure)}</b> <SourceLink figure={figure} />
            {!isWholeYear(figure) &&
              ` ${t('partial', { date: words.shortDay(Date.parse(figure.periodTo)) })}`}
          </small>
        ))}
      </td>
    </tr>
  );
}
