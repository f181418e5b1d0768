'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LONGEST_NOTE, LONGEST_TITLE, type SharedLink } from '@/lib/domain/shared-link';
import { CopyField } from './copy-field';
import { type LinkOutcome, makeLink } from './make-link';
import styles from './share-dialog.module.css';

interface Props {
  query: string;
  /** The link that was made for this query, or null. */
  link: SharedLink | null;
  onLink: (link: SharedLink) => void;
}

/** A short link to a view, with a title and a note for whoever opens it. */
export function ShortLink({ query, link, onLink }: Props) {
  const t = useTranslations('share');
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [outcome, setOutcome] = useState<LinkOutcome | 'making' | null>(null);
  const [titleId, noteId] = [useId(), useId()];
  const make = async () => {
    setOutcome('making');
    const made = await makeLink({ state: query, title, note });
    setOutcome(made);
    if (typeof made !== 'string') onLink(made);
  };
  return (
    <section>
      <h3>{t('shortLink')}</h3>
      <div className={styles.words}>
        <label htmlFor={titleId}>{t('title')}</label>
        <input
          id={titleId}
          type="text"
          value={title}
          maxLength={LONGEST_TITLE}
          autoComplete="off"
          onChange={({ target }) => setTitle(target.value)}
        />
        <label htmlFor={noteId}>{t('note')}</label>
        <textarea
          id={noteId}
          rows={2}
          value={note}
          maxLength={LONGEST_NOTE}
          onChange={({ target }) => setNote(target.value)}
        />
        <p className={styles.hint}>{t('noteHint')}</p>
        <button type="button" disabled={outcome === 'making'} onClick={() => void make()}>
          {t('make')}
        </button>
        <p className={styles.said} aria-live="polite">
          {typeof outcome === 'string' && t(outcome)}
        </p>
      </div>
      {link && <CopyField label={t('shortLink')} value={addressOf(link)} action={t('copyShort')} />}
    </section>
  );
}

export function addressOf({ path }: SharedLink): string {
  return `${location.origin}${path}`;
}
