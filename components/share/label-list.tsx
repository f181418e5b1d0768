'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LONGEST_LABEL, type MapLabel, MOST_LABELS, toLabelText } from '@/lib/domain/map-label';
import styles from './share-dialog.module.css';

interface Props {
  labels: readonly MapLabel[];
  onAdd: (text: string) => void;
  onMove: (index: number) => void;
  onRemove: (index: number) => void;
}

/** Words on the map: a field for new ones, and those that are there. */
export function LabelList({ labels, onAdd, onMove, onRemove }: Props) {
  const t = useTranslations('share');
  const id = useId();
  const [text, setText] = useState('');
  const line = toLabelText(text);
  const isFull = labels.length >= MOST_LABELS;
  return (
    <section>
      <h3>{t('labels')}</h3>
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          if (line === '' || isFull) return;
          setText('');
          onAdd(line);
        }}
      >
        <label htmlFor={id}>{t('labelText', { most: LONGEST_LABEL })}</label>
        <input
          id={id}
          type="text"
          value={text}
          maxLength={LONGEST_LABEL}
          autoComplete="off"
          disabled={isFull}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" disabled={line === '' || isFull}>
          {t('addLabel')}
        </button>
      </form>
      <ul className={styles.labels}>
        {labels.map((label, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: labels have no identity but their place in the list
          <li key={index}>
            <span>{label.text}</span>
            <button
              type="button"
              aria-label={t('moveLabel', { text: label.text })}
              onClick={() => onMove(index)}
            >
              {t('move')}
            </button>
            <button
              type="button"
              aria-label={t('removeLabel', { text: label.text })}
              onClick={() => onRemove(index)}
            >
              {t('remove')}
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.hint}>{t('labelHint', { left: MOST_LABELS - labels.length })}</p>
    </section>
  );
}
