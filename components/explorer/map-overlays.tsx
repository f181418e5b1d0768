'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { substituteFor } from '@/components/legend/substitute';
import { PastAbsence } from '@/components/past/past-absence';
import { LabelsNote } from '@/components/share/labels-note';
import { late } from '@/components/ui/late';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import type { MapLabel } from '@/lib/domain/map-label';
import { MOST_POINTS } from '@/lib/domain/marks';
import styles from './map-overlays.module.css';
import { SlowStart } from './slow-start';
import type { ExplorerModel } from './use-explorer';

/** Few addresses come by a short link. */
const LinkNote = late(async () => (await import('@/components/share/link-note')).LinkNote);

/** What floats on the map: what the reader must know of the view's state. */
export function MapOverlays({
  model,
  given,
  onDismissGiven,
}: {
  model: ExplorerModel;
  /** The words on the map that the address brought. */
  given: readonly MapLabel[];
  onDismissGiven: () => void;
}) {
  return (
    <>
      <LoadingBar model={model} />
      <div className={styles.messages}>
        <PastAbsence past={model.past} className={styles.message} onToday={model.seeToday} />
        {model.state.link && (
          <LinkNote
            code={model.state.link}
            className={styles.message}
            onDismiss={model.dismissLink}
          />
        )}
        <LabelsNote labels={given} className={styles.message} onDismiss={onDismissGiven} />
        <Notices model={model} />
        <DrawingHint model={model} />
        <SubstituteNote model={model} />
        <HeatNote model={model} />
        <ViewState model={model} />
        {model.fault === null && <SlowStart status={model.status} className={styles.message} />}
      </div>
    </>
  );
}

/** A hairline while partitions come; what has come is on the map already. */
function LoadingBar({ model }: { model: ExplorerModel }) {
  const t = useTranslations('states');
  const { number } = useWords();
  const { status } = model;
  if (status?.connection !== 'loading' || status.expected === 0 || status.isUnconfirmed)
    return null;
  const { loaded, expected } = status;
  return (
    <progress
      className={styles.loading}
      max={expected}
      value={loaded}
      aria-label={t('loadingHeading')}
      aria-valuetext={t('loadingProgress', { loaded: number(loaded), expected: number(expected) })}
    />
  );
}

function Notices({ model }: { model: ExplorerModel }) {
  const t = useTranslations('notices');
  if (model.notices.length === 0) return null;
  return (
    <section className={styles.message} role="status">
      <h2>{t('heading')}</h2>
      <ul>
        {model.notices.map(({ key, text, problem }) => (
          <li key={`${key}=${text}`}>{t(problem, { key, text })}</li>
        ))}
      </ul>
      <button type="button" onClick={model.dismissNotices}>
        {t('dismiss')}
      </button>
    </section>
  );
}

/** What a hand on the map does now, and the way out. */
function DrawingHint({ model }: { model: ExplorerModel }) {
  const t = useTranslations('areaTool');
  if (model.drawing === null) return null;
  return (
    <section className={styles.message} role="status">
      <p>{t(model.drawing === 'polygon' ? 'drawPolygon' : 'drawCircle')}</p>
      <button type="button" onClick={model.giveUpDrawing}>
        {t('giveUp')}
      </button>
    </section>
  );
}

/** The map shows something else than the reader asked for. */
function SubstituteNote({ model }: { model: ExplorerModel }) {
  const t = useTranslations('legend');
  const { number } = useWords();
  const substitute = model.view && substituteFor(model.state.marks, model.view);
  if (!substitute) return null;
  const { message, count } = substitute;
  return (
    <section className={styles.message} role="status">
      <p>{t(message, { count: number(count), most: number(MOST_POINTS) })}</p>
    </section>
  );
}

/** Heat shows nothing of records that are known too roughly, and where those are all, nothing at all. */
function HeatNote({ model }: { model: ExplorerModel }) {
  const t = useTranslations('legend');
  const leftOut = model.view?.heat?.leftOut ?? 0;
  if (leftOut === 0) return null;
  return (
    <section className={styles.message} role="note">
      <p>{t('heatLeftOut', { count: leftOut })}</p>
    </section>
  );
}

/** Empty and stopped: each says what to do. Stale and offline stand in the status line. */
function ViewState({ model }: { model: ExplorerModel }) {
  const t = useTranslations('states');
  const { status, view, fault } = model;
  if (fault !== null) {
    return (
      <section className={styles.message} data-tone="alarm" role="alert">
        <h2>{t('faultHeading')}</h2>
        <p>{t('fault', { reason: fault })}</p>
      </section>
    );
  }
  // What is shown until a search has answered is another selection: that it is empty says nothing.
  const isUnanswered = view?.text != null && view.text.seq === null;
  const isLoaded = status !== null && status.connection !== 'loading';
  const isEmpty = view?.totals.count === 0 && isLoaded && !isUnanswered;
  return isEmpty ? <EmptySelection model={model} /> : null;
}

type Escape = {
  message:
    | 'emptyKinds'
    | 'emptyPeriod'
    | 'emptyVerification'
    | 'emptyRegions'
    | 'emptyText'
    | 'emptyOthers';
  filter: Filter;
};

/** Without everything that has no way out of its own. */
const NO_OTHERS = {
  subtypes: [],
  drugs: [],
  contexts: [],
  casualties: [],
  quantity: null,
  shape: null,
} satisfies Partial<Filter>;

/** The filters that could be dropped, each as a button. */
function EmptySelection({ model }: { model: ExplorerModel }) {
  const t = useTranslations('states');
  const { filter } = model.state;
  const escapes: (Escape | false)[] = [
    filter.kinds.length > 0 && { message: 'emptyKinds', filter: { ...filter, kinds: [] } },
    (filter.from !== null || filter.to !== null) && {
      message: 'emptyPeriod',
      filter: { ...filter, from: null, to: null, last: null },
    },
    filter.verifications.length > 0 && {
      message: 'emptyVerification',
      filter: { ...filter, verifications: [] },
    },
    filter.regions.length > 0 && { message: 'emptyRegions', filter: { ...filter, regions: [] } },
    filter.text !== null && { message: 'emptyText', filter: { ...filter, text: null } },
    criteriaOf(filter).length > criteriaOf({ ...filter, ...NO_OTHERS }).length && {
      message: 'emptyOthers',
      filter: { ...filter, ...NO_OTHERS },
    },
  ];
  const useful = escapes.filter((exit): exit is Escape => exit !== false);
  const tFilters = useTranslations('filters');
  return (
    <section className={styles.message} role="status">
      <h2>{t('emptyHeading')}</h2>
      {useful.length === 0 && <p>{t('emptyNothing')}</p>}
      <div className={styles.ways}>
        {useful.map((exit) => (
          <button key={exit.message} type="button" onClick={() => model.setFilter(exit.filter)}>
            {t(exit.message)}
          </button>
        ))}
        {useful.length > 1 && (
          <button
            type="button"
            onClick={() => model.setFilter({ ...EVERYTHING, scope: filter.scope })}
          >
            {tFilters('clear')}
          </button>
        )}
      </div>
    </section>
  );
}
