'use client';

import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { afterFirstDrawing } from '@/components/map/first-drawing';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { Region } from '@/lib/domain/region';
import type { Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/known-regions';
import styles from './region-picker.module.css';

interface Props {
  /** Codes that the filter names. */
  chosen: readonly string[];
  /** As many as an address can name. */
  most: number;
  /** Adds a region to the filter and goes there, or takes it out again. */
  onToggle: (code: string) => void;
}

/** A field that finds a region in any of the three languages: a combobox with a list, by keyboard or by pointer. */
export function RegionPicker({ chosen, most, onToggle }: Props) {
  const t = useTranslations('regionPicker');
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [isFull, setFull] = useState(false);
  const search = useRegionSearch(isOpen);
  const found = useMemo(() => search?.(text) ?? [], [search, text]);
  // Before it can be looked for, nothing is said of what there is.
  const isShown = isOpen && search !== null && text.trim() !== '';

  const write = (next: string) => {
    setText(next);
    setActive(0);
    setFull(false);
    setOpen(true);
  };
  const choose = (region: Region) => {
    if (chosen.length >= most && !chosen.includes(region.code)) {
      setFull(true);
      return;
    }
    onToggle(region.code);
    write('');
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const region = found[active];
    const step = STEPS[event.key];
    if (step && found.length > 0) {
      setOpen(true);
      setActive((active + step + found.length) % found.length);
    } else if (event.key === 'Enter' && isShown && region) choose(region);
    else if (event.key === 'Escape' && text !== '') write('');
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.picker}>
      <input
        type="text"
        role="combobox"
        aria-label={t('label')}
        placeholder={t('label')}
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && found[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => write(event.target.value)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <p role="status" className="visually-hidden">
        {isShown && t('found', { count: found.length })}
      </p>
      {/* The list stays in the document: what controls it must not name an element that is not there. */}
      <div
        id={`${id}-list`}
        className={styles.list}
        role="listbox"
        aria-label={t('label')}
        hidden={!isShown || isFull}
      >
        {isShown &&
          found.map((region, index) => (
            <Option
              key={region.code}
              id={`${id}-${index}`}
              region={region}
              isActive={index === active}
              isChosen={chosen.includes(region.code)}
              onPoint={() => setActive(index)}
              onChoose={() => choose(region)}
            />
          ))}
      </div>
      {isShown && found.length === 0 && <p className={styles.none}>{t('none')}</p>}
      {isShown && isFull && (
        <p role="alert" className={styles.none}>
          {t('full', { most })}
        </p>
      )}
    </div>
  );
}

type RegionSearch = (text: string) => Region[];

/** Where nothing is drawn. */
const PREFETCH_AFTER_MS = 10_000;

const loadSearch = () => import('@/lib/regions/search-regions');

/** The search by name, which loads with the first word at the latest; null until then. */
function useRegionSearch(isWanted: boolean): RegionSearch | null {
  const [search, setSearch] = useState<RegionSearch | null>(null);
  useEffect(() => {
    afterFirstDrawing(PREFETCH_AFTER_MS)
      .then(loadSearch)
      .catch(() => undefined);
  }, []);
  useEffect(() => {
    if (!isWanted || search) return;
    // A reader who writes on asks again.
    loadSearch().then(
      ({ searchRegions }) => setSearch(() => searchRegions),
      () => undefined,
    );
  }, [isWanted, search]);
  return search;
}

const STEPS: Partial<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

interface OptionProps {
  id: string;
  region: Region;
  isActive: boolean;
  isChosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

/** The keyboard reaches an option by the field's active descendant, so it takes no focus of its own. */
function Option({ id, region, isActive, isChosen, onPoint, onChoose }: OptionProps) {
  const t = useTranslations('regionPicker');
  const locale = useReaderLocale();
  const around = nameAround(region, locale);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field answers the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
    <div
      id={id}
      className={styles.option}
      role="option"
      aria-selected={isChosen}
      data-active={isActive || undefined}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span>{region.names[locale]}</span>
      <small>
        {isChosen ? t('chosen') : [t(`types.${region.type}`), around].filter(Boolean).join(', ')}
      </small>
    </div>
  );
}

/** What the region lies in, where that is not Europe. */
function nameAround({ parent }: Region, locale: Locale): string | null {
  const region = parent === null ? null : regionByCode(parent);
  return region && region.type !== 'continent' ? region.names[locale] : null;
}
