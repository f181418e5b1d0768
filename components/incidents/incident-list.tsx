'use client';

import { memo, useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Segments } from '@/components/ui/segments';
import { useNow } from '@/components/ui/use-now';
import { LIST_ORDERS, type ListOrder } from '@/lib/domain/list-order';
import type { ListPart, ViewRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import styles from './incident-list.module.css';
import { IncidentRow } from './incident-row';
import { type ListLayout, type ListLine, layOut } from './list-layout';
import type { ListSource } from './list-source';
import { LongList } from './long-list';
import { PrintedList } from './printed-list';
import { useListAnswer } from './use-list-answer';
import { usePrintedList } from './use-printed-list';
import { useTexts } from './use-texts';
import { useWords } from './use-words';

interface Props {
  client: EngineClient | null;
  revision: number;
  view: ViewRequest | null;
  source: ListSource;
  onSource: (source: ListSource) => void;
  order: ListOrder;
  onOrder: (order: ListOrder) => void;
  openRid: number | null;
  onOpen: (rid: number) => void;
}

/** Asked for in such steps, so that scrolling by a line asks for nothing. */
const STEP = 50;
const RENEW_MS = 30_000;
const NOTHING: Record<ListPart, number> = { symbol: 0, area: 0, unlocated: 0, retracted: 0 };

/** The records in view, or behind one symbol: what the map shows, for the keyboard and for readers who do not see it. */
export const IncidentList = memo(function IncidentList({
  client,
  revision,
  view,
  source,
  onSource,
  order,
  onOrder,
  openRid,
  onOpen,
}: Props) {
  const t = useTranslations('list');
  const { number } = useWords();
  const now = useNow(RENEW_MS) ?? 0;
  const question = JSON.stringify([view?.filter, source, order]);
  const [span, setSpan] = useState({ offset: 0, limit: STEP });
  const answer = useListAnswer(client, revision, view, source, order, span);
  const layout = useMemo(
    () => layOut(answer?.counts ?? NOTHING, { hasHeadings: source.type === 'view' }),
    [answer, source.type],
  );
  const onRange = useCallback(
    (first: number, end: number) =>
      setSpan((known) => {
        const next = spanOf(layout, first, end);
        return next.offset === known.offset && next.limit === known.limit ? known : next;
      }),
    [layout],
  );
  const texts = useTexts(
    client,
    useMemo(() => (answer?.items ?? []).map((item) => item.rid), [answer]),
    revision,
  );
  const printing = usePrintedList();
  const headings: Record<ListPart, string> = {
    symbol: t('withPoint'),
    area: t('withArea'),
    unlocated: t('unlocated'),
    retracted: t('retracted'),
  };
  const render = (line: ListLine) => {
    if (line.type === 'heading')
      return (
        <h3 className={styles.heading}>
          {headings[line.part]} <span>{number(line.count)}</span>
        </h3>
      );
    if (line.type === 'rest')
      return <p className={styles.empty}>{t('rest', { count: line.count })}</p>;
    const item = answer?.items[line.position - answer.offset];
    if (!item) return <div className={styles.pending} aria-hidden="true" />;
    const { rid, kind, part, occurredFrom } = item;
    const record = texts.get(rid) ?? null;
    const shown = { rid, kind, occurredFrom, record, isRetracted: part === 'retracted' };
    return <IncidentRow {...shown} isOpen={rid === openRid} nowMs={now} onOpen={onOpen} />;
  };

  return (
    <>
      {source.type === 'cluster' && (
        <p className={styles.heading}>
          {t('clusterHeading', { count: answer?.total ?? source.count })}
          <button type="button" className={styles.back} onClick={() => onSource({ type: 'view' })}>
            {t('clusterBack')}
          </button>
        </p>
      )}
      <div className={styles.order}>
        <Segments
          label={t('order')}
          options={LIST_ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
          value={order}
          onChange={onOrder}
        />
        <button
          type="button"
          className={styles.print}
          aria-busy={printing.isPending || undefined}
          onClick={printing.print}
        >
          {t('print')}
        </button>
      </div>
      {printing.isShort && <p className={styles.short}>{t('printShort')}</p>}
      {printing.isAsked && (
        <PrintedList
          client={client}
          revision={revision}
          view={view}
          source={source}
          order={order}
          isShown={printing.isReady}
          onFilled={printing.onFilled}
        />
      )}
      {!answer && <p className={styles.empty}>{t('loading')}</p>}
      {answer?.total === 0 && <p className={styles.empty}>{t('empty')}</p>}
      <div className={styles.screen} data-replaced={printing.isReady || undefined}>
        <LongList
          layout={layout}
          total={answer?.total ?? 0}
          question={question}
          render={render}
          onRange={onRange}
        />
      </div>
    </>
  );
});

/** Which records to ask for, so that the lines from `first` to `end - 1` can be drawn. */
function spanOf(layout: ListLayout, first: number, end: number) {
  const positions = [layout.recordNear(first, 1), layout.recordNear(end - 1, -1)].map((index) => {
    const line = index === null ? null : layout.lineAt(index);
    return line?.type === 'record' ? line.position : 0;
  });
  const offset = Math.floor((positions[0] ?? 0) / STEP) * STEP;
  const last = Math.max(offset, positions[1] ?? 0);
  return { offset, limit: (Math.floor((last - offset) / STEP) + 1) * STEP };
}
