'use client';

import { useTranslations } from 'use-intl';
import { type OwnSheet, PngButton } from '@/components/save/sheet-facts';
import type { Figure } from '@/lib/domain/figure';
import styles from './figures-panel.module.css';
import { brusselsShootings, isWholeYear, type Statements } from './group-figures';
import { SourceLink } from './port-figures';
import { useFigureWords } from './use-figure-words';

const WIDTH = 320;
const HEIGHT = 132;
const TOP = 20;
const BOTTOM = 20;
const DOT = 3.5;
const STEP = 20;

/** Brussels' shootings by year as ranges over all publishers, and the same as a table that names them. */
export function ShootingsChart({ figures }: { figures: readonly Figure[] }) {
  const t = useTranslations('figures');
  const years = brusselsShootings(figures);
  const tSave = useTranslations('save');
  const words = useFigureWords();
  if (years.length === 0) return null;
  const note = `${t('shootingsNote')}${years.some((year) => !year.isWholeYear) ? ` (${t('partialMark')})` : ''}`;
  const publishers = new Set(years.flatMap(({ figures: all }) => all.map(publisherOf)));
  const sheet = (): OwnSheet => ({
    isPublished: true,
    picture: {
      type: 'ranges',
      years: years.map(({ year, low, high, figures: all }) => ({
        name: String(year),
        low,
        high,
        words: low === high ? words.number(low) : `${words.number(low)}–${words.number(high)}`,
        dots: all.map((figure) => ({ value: figure.value, isHollow: !isWholeYear(figure) })),
      })),
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
      <Chart years={years} label={t('chartLabel')} />
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

function Chart({ years, label }: { years: Statements[]; label: string }) {
  const most = Math.max(...years.map((year) => year.high));
  const top = Math.ceil(most / STEP) * STEP;
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
  const x = (index: number) => ((index + 0.5) / years.length) * WIDTH;
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
      <line className={styles.gridLine} x1="0" x2={WIDTH} y1={y(top / 2)} y2={y(top / 2)} />
      <text className={styles.scale} x="0" y={y(top / 2) - 3}>
        {top / 2}
      </text>
      {years.map((year, index) => (
        <g key={year.key} transform={`translate(${x(index)} 0)`}>
          <rect
            className={styles.span}
            x={-DOT}
            width={DOT * 2}
            rx={DOT}
            y={y(year.high) - DOT}
            height={y(year.low) - y(year.high) + DOT * 2}
          />
          {year.figures.map((figure) => (
            <circle
              key={figure.fid}
              data-partial={isWholeYear(figure) ? undefined : true}
              r={DOT}
              cy={y(figure.value)}
            />
          ))}
          <text className={styles.range} y={y(year.high) - 8}>
            {year.low === year.high ? year.low : `${year.low}–${year.high}`}
          </text>
          <text className={styles.tick} y={HEIGHT - 5}>
            {year.year}
          </text>
        </g>
      ))}
    </svg>
  );
}
