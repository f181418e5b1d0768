'use client';

import type { RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import { useWords } from '@/components/incidents/use-words';
import type { Filter } from '@/lib/domain/filter';
import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import type { FacetsResponse, TextState, Totals } from '@/lib/protocol/engine-requests';
import { ActiveCriteria } from './active-criteria';
import { HiddenRecords } from './hidden-records';
import styles from './overview.module.css';
import { type PastInstant, PeriodFilter } from './period-filter';
import { TextFilter } from './text-filter';

interface Props {
  filter: Filter;
  totals: Totals | null;
  /** How far the search for the filter's text has come. */
  text: TextState | null;
  /** What every choice would give; null before the engine has said so. */
  facets: FacetsResponse | null;
  /** The field of the text search, for a key that leads to it. */
  search: RefObject<HTMLInputElement | null>;
  past: PastInstant | null;
  onChange: (filter: Filter) => void;
}

/**
 * The selection in numbers, and the controls that change it: each kind's count is its own switch, and says of a kind that is
 * switched off what it would give.
 */
export function Overview({ filter, totals, text, facets, search, past, onChange }: Props) {
  const t = useTranslations('counters');
  const tFilters = useTranslations('filters');
  const tKinds = useTranslations('kindsMany');
  const { number, weight } = useWords();
  const shown = (value: number | undefined) => (value === undefined ? '–' : number(value));
  const isOn = (kind: Kind) => filter.kinds.length === 0 || filter.kinds.includes(kind);

  return (
    <section className={styles.overview} aria-labelledby="overview-heading">
      <h2 id="overview-heading" className="visually-hidden">
        {t('heading')}
      </h2>
      <p className={styles.total}>
        <strong>{shown(totals?.count)}</strong> {t('events', { count: totals?.count ?? 0 })}
      </p>
      <p className={styles.caveat}>{t('selection')}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: laid out as a grid, which a fieldset does not do in every browser */}
      <div className={styles.kinds} role="group" aria-label={tFilters('kinds')}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={isOn(kind)}
            onClick={() => onChange({ ...filter, kinds: toggleKind(filter.kinds, kind) })}
          >
            <span className={styles.amount}>
              <KindMark kind={kind} isRetracted={false} />
              {shown(isOn(kind) ? totals?.[kind] : facets?.kinds[kind])}
            </span>
            <span className={styles.label}>{tKinds(kind)}</span>
          </button>
        ))}
      </div>
      <dl className={styles.harm}>
        <Amount label={t('killed')} value={shown(totals?.killed)} />
        <Amount label={t('injured')} value={shown(totals?.injured)} />
        <Amount label={t('seized')} value={totals ? weight(totals.seizedGrams) : '–'} />
      </dl>
      {totals && <Sum totals={totals} />}
      <PeriodFilter filter={filter} years={facets?.years ?? []} past={past} onChange={onChange} />
      <TextFilter field={search} filter={filter} state={text} onChange={onChange} />
      <ActiveCriteria filter={filter} onChange={onChange} />
      <HiddenRecords filter={filter} totals={totals} facets={facets} />
    </section>
  );
}

function Amount({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dd className={styles.amount}>{value}</dd>
      <dt className={styles.label}>{label}</dt>
    </div>
  );
}

/** Shown total = symbols + area counts + unlocated, always. */
function Sum({ totals }: { totals: Totals }) {
  const t = useTranslations('counters');
  const { number } = useWords();
  const parts = { symbols: totals.symbols, areas: totals.inAreas, unlocated: totals.unlocated };
  return (
    <details className={styles.sum}>
      <summary>
        {t('sum', {
          symbols: number(parts.symbols),
          areas: number(parts.areas),
          unlocated: number(parts.unlocated),
        })}
      </summary>
      <table>
        <caption className="visually-hidden">{t('sumHeading')}</caption>
        <tbody>
          {(['symbols', 'areas', 'unlocated'] as const).map((part) => (
            <tr key={part}>
              <th scope="row">{t(part)}</th>
              <td>{number(parts[part])}</td>
            </tr>
          ))}
          <tr className={styles.sumTotal}>
            <th scope="row">{t('total')}</th>
            <td>{number(totals.count)}</td>
          </tr>
        </tbody>
      </table>
      {totals.retracted > 0 && <p>{t('retracted', { count: totals.retracted })}</p>}
    </details>
  );
}

/** No kind listed means all; switching the last one off brings all back. */
export function toggleKind(kinds: readonly Kind[], kind: Kind): Kind[] {
  const on = kinds.length === 0 ? KINDS : kinds;
  const next = KINDS.filter((candidate) =>
    candidate === kind ? !on.includes(kind) : on.includes(candidate),
  );
  return next.length === KINDS.length ? [] : next;
}
