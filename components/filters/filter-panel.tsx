'use client';

import { memo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import { DRUGS } from '@/lib/domain/drugs';
import type { Filter } from '@/lib/domain/filter';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import {
  CONTEXTS,
  KINDS,
  type Kind,
  SUBTYPES,
  type Subtype,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import type { FacetsResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { ChoiceList, FilterGroup } from './choice-group';
import { toggled, toggleSubtype } from './choices';
import styles from './filter-panel.module.css';
import { QuantityGroup } from './quantity-group';
import { RegionGroup } from './region-group';

interface GroupProps {
  filter: Filter;
  /** What every choice would give; null before the engine has said so. */
  facets: FacetsResponse | null;
  onChange: (filter: Filter) => void;
}

interface Props extends GroupProps {
  client: EngineClient | null;
  revision: number;
  /** Adds a region to the filter and goes there, or takes it out again. */
  onRegion: (code: string) => void;
}

/** Every choice of a filter that has no control elsewhere on the page, each with the records that it would give. */
export const FilterPanel = memo(function FilterPanel({
  client,
  revision,
  filter,
  facets,
  onChange,
  onRegion,
}: Props) {
  const t = useTranslations('filters');
  const tVerifications = useTranslations('verifications');
  const tContexts = useTranslations('contexts');
  const shared = { filter, facets, onChange };
  return (
    <section className={styles.panel} aria-label={t('heading')}>
      <p className={styles.note}>{t('countsMean')}</p>
      {KINDS.map((kind) => (
        <SubtypeGroup key={kind} kind={kind} {...shared} />
      ))}
      <ChosenGroup
        heading={t('casualtiesHeading')}
        chosen={filter.casualties}
        all={CASUALTY_CHOICES}
      >
        <ChoiceList
          label={t('casualtiesHeading')}
          choices={CASUALTY_CHOICES.map((word) => ({
            word,
            label: t(`casualties.${word}`),
            count: facets?.casualties[word] ?? null,
          }))}
          chosen={filter.casualties}
          onToggle={(word) =>
            onChange({ ...filter, casualties: toggled(CASUALTY_CHOICES, filter.casualties, word) })
          }
        />
      </ChosenGroup>
      <QuantityGroup {...shared} />
      <ChosenGroup heading={t('verification')} chosen={filter.verifications} all={VERIFICATIONS}>
        <ChoiceList
          label={t('verification')}
          choices={VERIFICATIONS.map((word) => ({
            word,
            label: tVerifications(word),
            count: facets?.verifications[word] ?? null,
          }))}
          chosen={filter.verifications}
          onToggle={(word) =>
            onChange({
              ...filter,
              verifications: toggled(VERIFICATIONS, filter.verifications, word),
            })
          }
        />
      </ChosenGroup>
      <ChosenGroup heading={t('contextHeading')} chosen={filter.contexts} all={CONTEXTS}>
        <ChoiceList
          label={t('contextHeading')}
          choices={CONTEXTS.map((word) => ({
            word,
            label: tContexts(word),
            count: facets?.contexts[word] ?? null,
          }))}
          chosen={filter.contexts}
          onToggle={(word) =>
            onChange({ ...filter, contexts: toggled(CONTEXTS, filter.contexts, word) })
          }
        />
      </ChosenGroup>
      <RegionGroup client={client} revision={revision} filter={filter} onToggle={onRegion} />
    </section>
  );
});

interface ChosenGroupProps {
  heading: ReactNode;
  chosen: readonly unknown[];
  all: readonly unknown[];
  children: ReactNode;
}

/** A group that says how many of its choices are made. */
function ChosenGroup({ heading, chosen, all, children }: ChosenGroupProps) {
  const t = useTranslations('filters');
  const words =
    chosen.length === 0 ? null : t('chosenOf', { chosen: chosen.length, all: all.length });
  return (
    <FilterGroup heading={heading} chosen={words}>
      {children}
    </FilterGroup>
  );
}

/** The subtypes of a kind; of seizures, drugs apart from other goods. */
function SubtypeGroup({ kind, filter, facets, onChange }: GroupProps & { kind: Kind }) {
  const t = useTranslations('filters');
  const tKinds = useTranslations('kindsMany');
  const tSubtypes = useTranslations('subtypes');
  const words: readonly Subtype[] = SUBTYPES[kind];
  const isDrug = (word: Subtype) => (DRUGS as readonly Subtype[]).includes(word);
  const lists = [
    { label: t('drugs'), words: words.filter(isDrug) },
    { label: t('goods'), words: words.filter((word) => !isDrug(word)) },
  ].filter((list) => list.words.length > 0);
  const filterWords: readonly string[] = [...filter.subtypes, ...filter.drugs];
  const chosen = words.filter((word) => filterWords.includes(word));
  const heading = (
    <>
      <KindMark kind={kind} isRetracted={false} /> {tKinds(kind)}
    </>
  );
  return (
    <ChosenGroup heading={heading} chosen={chosen} all={words}>
      {lists.map((list) => (
        <ChoiceList
          key={list.label}
          label={lists.length > 1 ? list.label : tKinds(kind)}
          hasHeading={lists.length > 1}
          choices={list.words.map((word) => ({
            word,
            label: tSubtypes(word),
            count: facets?.subtypes[word] ?? null,
          }))}
          chosen={chosen}
          onToggle={(word) => onChange(toggleSubtype(filter, word))}
        />
      ))}
    </ChosenGroup>
  );
}
