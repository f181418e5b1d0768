'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Chart } from '@/components/charts/chart';
import type { YearsDrawing } from '@/components/charts/drawing';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useWords } from '@/components/incidents/use-words';
import { useStill } from '@/components/ui/use-still';
import type { Filter } from '@/lib/domain/filter';
import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import type { HistogramRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { BarSwatch } from './bar-swatch';
import { NumberTable } from './number-table';
import styles from './numbers-panel.module.css';

interface Props {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

const YEAR_LENGTH = 4;

/** Records by year and kind, whatever days are chosen: so that a year can be chosen here. */
export function YearSums({ client, revision, filter, onFilter }: Props) {
  const t = useTranslations('numbers');
  const tKinds = useTranslations('kindsMany');
  const { number } = useWords();
  const body = useMemo<HistogramRequest>(
    () => ({ filter: { ...filter, from: null, to: null, last: null }, unit: 'year' }),
    [filter],
  );
  const answer = useEngineAnswer(client, 'histogram', useStill(body), revision);
  const years = useMemo(
    () => (answer?.bins ?? []).map((bin) => ({ ...bin, year: bin.day.slice(0, YEAR_LENGTH) })),
    [answer],
  );
  const kinds = KINDS.filter((kind) => years.some((counts) => counts[kind] > 0));
  const drawing: YearsDrawing = {
    type: 'years',
    say: number,
    bars: years.flatMap(({ year, ...counts }) =>
      kinds.map((kind) => ({
        year: Number(year),
        kind,
        count: counts[kind],
        words: t('yearCell', { year, kind: tKinds(kind), count: number(counts[kind]) }),
      })),
    ),
  };
  if (!answer || years.length === 0) return null;
  const show = (year: string, kind: Kind | null) => () =>
    onFilter({
      ...filter,
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      last: null,
      ...(kind === null ? {} : { kinds: [kind] }),
    });
  const coarser = KINDS.reduce((sum, kind) => sum + answer.coarser[kind], 0);
  return (
    <NumberTable
      heading={t('years')}
      note={`${t('yearsNote')}${coarser > 0 ? ` ${t('coarser', { count: coarser })}` : ''}`}
      columns={[t('year'), ...kinds.map((kind) => tKinds(kind))]}
      file="years"
      drawn={{
        chart: drawing,
        legend: kinds.map((kind) => ({ sign: { bar: kind }, words: tKinds(kind) })),
      }}
      chart={
        <>
          <ul className={styles.key} aria-hidden="true">
            {kinds.map((kind) => (
              <li key={kind}>
                <BarSwatch kind={kind} isPatterned /> {tKinds(kind)}
              </li>
            ))}
          </ul>
          <Chart
            drawing={drawing}
            onBar={(at) => {
              const bar = drawing.bars[at];
              if (bar) show(String(bar.year), bar.kind)();
            }}
          />
        </>
      }
      rows={years.toReversed().map((counts) => ({
        key: counts.year,
        name: counts.year,
        cells: kinds.map((kind) => ({
          shown: number(counts[kind]),
          value: counts[kind],
          onShow: counts[kind] > 0 ? show(counts.year, kind) : undefined,
        })),
        onShow: show(counts.year, null),
      }))}
    />
  );
}
