'use client';

import { type FormEvent, type RefObject, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { Filter } from '@/lib/domain/filter';
import { LONGEST_QUESTION, toQuestion } from '@/lib/domain/search-words';
import type { TextState } from '@/lib/protocol/engine-requests';
import styles from './text-filter.module.css';

interface Props {
  field: RefObject<HTMLInputElement | null>;
  filter: Filter;
  /** How far the search for the text that is shown has come; null where there is none. */
  state: TextState | null;
  onChange: (filter: Filter) => void;
}

/** A search in the records' words; its answer narrows the selection like any other criterion. */
export function TextFilter({ field, filter, state, onChange }: Props) {
  const t = useTranslations('filters');
  // Also what Back, a link or a dropped criterion made of it; the field stays, and with it the reader's focus.
  useEffect(() => {
    if (!field.current) return;
    field.current.value = filter.text ?? '';
    field.current.setCustomValidity('');
  }, [field, filter.text]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = field.current;
    if (!input) return;
    const text = toQuestion(input.value);
    if (text === null && input.value.trim() !== '') {
      input.setCustomValidity(t('searchWords'));
      input.reportValidity();
      return;
    }
    onChange({ ...filter, text });
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers do not know the element "search" everywhere yet */}
      <form role="search" className={styles.search} onSubmit={submit}>
        <input
          ref={field}
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          defaultValue={filter.text ?? ''}
          maxLength={LONGEST_QUESTION}
          onInput={() => field.current?.setCustomValidity('')}
        />
        <button type="submit">{t('searchGo')}</button>
      </form>
      <TextNote state={filter.text === null ? null : state} />
    </>
  );
}

/** What is on the screen is not yet, or not all, of what the text finds. */
function TextNote({ state }: { state: TextState | null }) {
  const t = useTranslations('filters');
  const { number } = useWords();
  const note = noteOf(state);
  return (
    <p role="status" className={styles.note}>
      {note && t(note, { most: number(MOST_FOUND) })}
    </p>
  );
}

/** As many as the search gives. */
const MOST_FOUND = 10_000;

function noteOf(state: TextState | null) {
  if (state === null) return null;
  if (state.state === 'asking') return 'searching';
  if (state.state === 'failed') return state.seq === null ? 'searchFailed' : 'searchOld';
  return state.truncated ? 'searchTruncated' : null;
}
