'use client';

import { type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { DayFields } from '@/components/filters/day-fields';
import { useWords } from '@/components/incidents/use-words';
import { type OwnSheet, PngButton } from '@/components/save/sheet-facts';
import table from '@/components/ui/count-table.module.css';
import { Segments } from '@/components/ui/segments';
import { type Change, type Comparison, percentOf, SMALL_NUMBER } from '@/lib/domain/comparison';
import type { Figure } from '@/lib/domain/figure';
import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import type { ComparisonResponse } from '@/lib/protocol/engine-requests';
import styles from './compare-panel.module.css';
import {
  type RegionRates,
  ratedBy,
  regionRates,
  useRateNote,
  useRateWords,
  withRate,
} from './region-rates';
import type { ShownComparison } from './use-comparison';
import { usePeriodWords } from './use-period-range';

interface Props {
  comparison: Comparison;
  /** Null where nothing is compared, or nothing can be. */
  shown: ShownComparison | null;
  /** Where somebody published a population, records are set beside it; none beside simulated records. */
  figures: readonly Figure[];
  onCompare: (comparison: Comparison) => void;
  /** Narrows to a region, to see the records behind a line. */
  onRegion: (code: string) => void;
}

const CHOICES = ['off', 'before', 'year', 'own'] as const;
type Choice = (typeof CHOICES)[number];
const MOST_REGIONS = 15;

/** This period beside another: by kind and by region, in counts and, where they are large enough, in per cent. */
export function ComparePanel({ comparison, shown, figures, onCompare, onRegion }: Props) {
  const t = useTranslations('compare');
  const chosen = choiceOf(comparison);
  const choose = (choice: Choice) => {
    if (choice === 'off') onCompare(null);
    else if (choice === 'own') onCompare(shown?.days.other ?? null);
    else onCompare(choice);
  };
  // Days of one's own begin as the ones that were compared with.
  const options = CHOICES.filter((choice) => choice !== 'own' || shown !== null);
  return (
    <div className={styles.panel}>
      <Segments
        label={t('with')}
        options={options.map((value) => ({ value, label: t(`choices.${value}`) }))}
        value={chosen}
        onChange={choose}
      />
      {comparison === null && <p className={styles.note}>{t('intro')}</p>}
      {comparison !== null && !shown && <p className={styles.note}>{t('needsDays')}</p>}
      {comparison !== null && typeof comparison === 'object' && (
        <div className={styles.days}>
          <DayFields
            days={comparison}
            onChange={({ from, to }) => from && to && onCompare({ from, to })}
          />
        </div>
      )}
      {shown && !shown.answer && <Periods shown={shown} />}
      {shown?.answer && (
        <Table shown={shown} answer={shown.answer} figures={figures} onRegion={onRegion} />
      )}
    </div>
  );
}

function choiceOf(comparison: Comparison): Choice {
  if (comparison === null) return 'off';
  return typeof comparison === 'object' ? 'own' : comparison;
}

function Periods({ shown: { days } }: { shown: ShownComparison }) {
  return <p className={styles.note}>{usePeriodWords()(days)}</p>;
}

function Table({
  shown: comparison,
  answer,
  figures,
  onRegion,
}: {
  shown: ShownComparison;
  answer: ComparisonResponse;
  figures: readonly Figure[];
  onRegion: (code: string) => void;
}) {
  const t = useTranslations('compare');
  const tKinds = useTranslations('kinds');
  const { region, number, signed } = useWords();
  const sayPeriods = usePeriodWords();
  const sayRate = useRateWords();
  const { days, today, filter } = comparison;
  const shown = useMemo(() => answer.regions.slice(0, MOST_REGIONS), [answer]);
  const changeOf = (kind: Kind): Change => ({ own: answer.own[kind], other: answer.other[kind] });
  const all = KINDS.map(changeOf).reduce((sum, { own, other }) => ({
    own: sum.own + own,
    other: sum.other + other,
  }));
  const more = answer.regions.length - shown.length;
  const note = `${more > 0 ? `${t('more', { count: more })} ` : ''}${t('small', { least: SMALL_NUMBER })}`;
  const rated = ratedBy(filter);
  const rates = useMemo(() => {
    if (rated === null) return new Map<string, RegionRates | null>();
    const codes = new Set(shown.map(({ code }) => code));
    const towns = answer.municipalities.filter(({ code }) => codes.has(code));
    return new Map(towns.map((town) => [town.code, regionRates(town, { days, today }, figures)]));
  }, [shown, answer, days, today, rated, figures]);
  const rateNote = useRateNote([...rates.values()], rated);
  const rowOf = (
    name: string,
    change: Change,
    isTotal = false,
    rated: RegionRates | null = null,
  ) => {
    const percent = percentOf(change);
    const difference = signed(change.own - change.other);
    return {
      name,
      cells: [
        withRate(number(change.own), rated?.own ?? null, sayRate),
        withRate(number(change.other), rated?.other ?? null, sayRate),
        percent === null ? difference : `${difference} (${signed(percent)} %)`,
      ],
      isTotal,
    };
  };
  const isUnnamed = answer.unnamed.own + answer.unnamed.other > 0;
  const sheet = (): OwnSheet => ({
    period: sayPeriods(days),
    picture: {
      type: 'table',
      columns: [t('what'), t('own'), t('other'), t('change')],
      rows: [
        rowOf(t('all'), all, true),
        ...KINDS.map((kind) => rowOf(tKinds(kind), changeOf(kind))),
        ...shown.map((change) =>
          rowOf(region(change.code), change, false, rates.get(change.code) ?? null),
        ),
        ...(isUnnamed ? [rowOf(t('unnamed'), answer.unnamed)] : []),
      ],
    },
    notes: rateNote === null ? [note] : [note, rateNote],
  });
  return (
    <>
      <div className={styles.head}>
        <Periods shown={comparison} />
        <PngButton title={t('caption')} file="comparison" sheet={sheet} />
      </div>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('own')}</th>
            <th scope="col">{t('other')}</th>
            <th scope="col">{t('change')}</th>
          </tr>
        </thead>
        <tbody>
          <Line change={all} isTotal>
            {t('all')}
          </Line>
          {KINDS.map((kind) => (
            <Line key={kind} change={changeOf(kind)}>
              {tKinds(kind)}
            </Line>
          ))}
        </tbody>
        <tbody>
          {shown.map((change) => (
            <Line key={change.code} change={change} rates={rates.get(change.code) ?? null}>
              <button type="button" onClick={() => onRegion(change.code)}>
                {region(change.code)}
              </button>
            </Line>
          ))}
          {isUnnamed && <Line change={answer.unnamed}>{t('unnamed')}</Line>}
        </tbody>
      </table>
      <p className={styles.note}>{note}</p>
      {rateNote !== null && <p className={styles.note}>{rateNote}</p>}
    </>
  );
}

function Line({
  change,
  isTotal = false,
  rates = null,
  children,
}: {
  change: Change;
  rates?: RegionRates | null;
  isTotal?: boolean;
  children: ReactNode;
}) {
  const { number, signed } = useWords();
  const sayRate = useRateWords();
  const percent = percentOf(change);
  return (
    <tr data-total={isTotal || undefined}>
      <th scope="row">{children}</th>
      <td>
        {number(change.own)}
        {rates?.own != null && <small className={styles.rate}>{sayRate(rates.own)}</small>}
      </td>
      <td>
        {number(change.other)}
        {rates?.other != null && <small className={styles.rate}>{sayRate(rates.other)}</small>}
      </td>
      <td>
        {signed(change.own - change.other)}
        {percent !== null && <small>{` ${signed(percent)} %`}</small>}
      </td>
    </tr>
  );
}
