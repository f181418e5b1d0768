'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Chart } from '@/components/charts/chart';
import { opacityOf } from '@/components/charts/recency';
import { useWords } from '@/components/incidents/use-words';
import type { Filter } from '@/lib/domain/filter';
import type { NumbersResponse, PortYearSum } from '@/lib/protocol/engine-requests';
import { BarSwatch } from './bar-swatch';
import { NumberTable } from './number-table';
import styles from './numbers-panel.module.css';

interface Props {
  answer: NumbersResponse;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

const MOST_PORTS = 12;
const MOST_YEARS = 4;
const GRAMS_PER_KG = 1_000;

/** Ports by what was seized there in the latest years, the largest sum first. */
export function PortSums({ answer, filter, onFilter }: Props) {
  const t = useTranslations('numbers');
  const { region, weight } = useWords();
  const { years, ports } = useMemo(() => largestPorts(answer.ports), [answer]);
  const recencyOf = (at: number): number => (years.length < 2 ? 1 : at / (years.length - 1));
  const bars = ports.flatMap(({ code, grams }) =>
    years.flatMap((year, at) => {
      const seized = grams[at] ?? 0;
      const port = region(code);
      const words = t('portCell', { port, year: String(year), weight: weight(seized) });
      return seized > 0 ? [{ port, recency: recencyOf(at), grams: seized, words, code, year }] : [];
    }),
  );
  const show = (code: string, year: number | null) => () =>
    onFilter({
      ...filter,
      kinds: ['seizure'],
      regions: [code],
      ...(year === null ? {} : { ...daysOfYear(year, filter), last: null }),
    });
  return (
    <NumberTable
      heading={t('ports')}
      note={t('portsNote')}
      columns={[t('port'), ...years.map(String)]}
      file="ports"
      drawn={
        bars.length > 0
          ? {
              chart: { type: 'ports', bars },
              legend: years.map((year, at) => ({
                sign: { bar: 'seizure', opacity: opacityOf(recencyOf(at)) },
                words: String(year),
              })),
            }
          : null
      }
      chart={
        bars.length > 0 && (
          <>
            <ul className={styles.key} aria-hidden="true">
              {years.map((year, at) => (
                <li key={year}>
                  <BarSwatch kind="seizure" opacity={opacityOf(recencyOf(at))} />
                  {year}
                </li>
              ))}
            </ul>
            <Chart
              drawing={{ type: 'ports', bars }}
              onBar={(at) => {
                const bar = bars[at];
                if (bar) show(bar.code, bar.year)();
              }}
            />
          </>
        )
      }
      rows={ports.map(({ code, grams }) => ({
        key: code,
        name: region(code),
        cells: years.map((year, at) => {
          const seized = grams[at] ?? 0;
          return {
            shown: seized === 0 ? '–' : weight(seized),
            value: seized / GRAMS_PER_KG,
            onShow: seized === 0 ? undefined : show(code, year),
          };
        }),
        onShow: show(code, null),
      }))}
    />
  );
}

function largestPorts(sums: readonly PortYearSum[]) {
  const years = [...new Set(sums.map(({ year }) => year))].sort().slice(-MOST_YEARS);
  const byPort = new Map<string, number[]>();
  for (const { code, year, grams } of sums) {
    const at = years.indexOf(year);
    const known = byPort.get(code) ?? years.map(() => 0);
    byPort.set(code, known);
    if (at >= 0) known[at] = grams;
  }
  const total = (grams: readonly number[]) => grams.reduce((sum, of) => sum + of, 0);
  const ports = [...byPort]
    .map(([code, grams]) => ({ code, grams }))
    .sort((a, b) => total(b.grams) - total(a.grams))
    .slice(0, MOST_PORTS);
  return { years, ports };
}

/** The days of a year that the filter has chosen, which are those that its sum is of. */
function daysOfYear(year: number, { from, to }: Filter): Pick<Filter, 'from' | 'to'> {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  return {
    from: from !== null && from > first ? from : first,
    to: to !== null && to < last ? to : last,
  };
}
