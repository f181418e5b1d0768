'use client';

import { memo, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useWords } from '@/components/incidents/use-words';
import { useStill } from '@/components/ui/use-still';
import type { Filter } from '@/lib/domain/filter';
import type { NumbersResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { NumberTable } from './number-table';
import styles from './numbers-panel.module.css';
import { PortSums } from './port-sums';
import { WeekTable } from './week-table';
import { YearSums } from './year-sums';

interface Props {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  /** Narrows to the records behind a number. */
  onFilter: (filter: Filter) => void;
}

const MOST_ROWS = 12;
const GRAMS_PER_KG = 1_000;

/** Sums of the selected records, in the colours of records and apart from what others published. */
export const NumbersPanel = memo(function NumbersPanel({
  client,
  revision,
  filter,
  onFilter,
}: Props) {
  const t = useTranslations('numbers');
  const body = useMemo(() => ({ filter }), [filter]);
  // A brush asks the map at every step; a table may wait until it rests.
  const answer = useEngineAnswer(client, 'numbers', useStill(body), revision);
  if (!answer) return null;
  const shared = { answer, filter, onFilter };
  return (
    <div className={styles.panel}>
      <h2>{t('heading')}</h2>
      <p className={styles.note}>{t('why')}</p>
      <YearSums client={client} revision={revision} filter={filter} onFilter={onFilter} />
      <Drugs {...shared} />
      <PortSums {...shared} />
      <Municipalities {...shared} />
      <WeekTable hours={answer.hours} withoutHour={answer.withoutHour} />
    </div>
  );
});

type PartProps = Pick<Props, 'filter' | 'onFilter'> & { answer: NumbersResponse };

function Drugs({ answer, filter, onFilter }: PartProps) {
  const t = useTranslations('numbers');
  const tSubtypes = useTranslations('subtypes');
  const { number, weight } = useWords();
  const unweighed = answer.drugs.reduce((sum, entry) => sum + entry.unweighed, 0);
  return (
    <NumberTable
      heading={t('drugs')}
      note={unweighed > 0 && t('unweighed', { count: unweighed })}
      columns={[t('drug'), t('records'), t('weight')]}
      file="drugs"
      rows={answer.drugs.map(({ drug, records, grams }) => ({
        key: drug,
        name: tSubtypes(drug),
        cells: [
          { shown: number(records), value: records },
          { shown: weight(grams), value: grams / GRAMS_PER_KG },
        ],
        onShow: () => onFilter({ ...filter, subtypes: [], drugs: [drug] }),
      }))}
    />
  );
}

function Municipalities({ answer, filter, onFilter }: PartProps) {
  const t = useTranslations('numbers');
  const { region, number } = useWords();
  const shown = answer.municipalities.slice(0, MOST_ROWS);
  const more = answer.municipalities.length - shown.length;
  return (
    <NumberTable
      heading={t('municipalities')}
      note={more > 0 && t('more', { count: more })}
      columns={[t('municipality'), t('records'), t('killed'), t('injured')]}
      file="municipalities"
      rows={shown.map(({ code, count, killed, injured }) => ({
        key: code,
        name: region(code),
        cells: [count, killed, injured].map((value) => ({ shown: number(value), value })),
        onShow: () => onFilter({ ...filter, regions: [code] }),
      }))}
    />
  );
}
