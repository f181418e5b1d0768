'use client';

import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import styles from './filter-panel.module.css';

interface GroupProps {
  heading: ReactNode;
  /** What is chosen of it, in words; null for nothing. A group with a choice is open from the start. */
  chosen: string | null;
  children: ReactNode;
}

/** A part of the panel that folds up; its choices are in the document only while it is open. */
export function FilterGroup({ heading, chosen, children }: GroupProps) {
  const [isOpen, setOpen] = useState(chosen !== null);
  return (
    <details
      className={styles.group}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className={styles.heading}>{heading}</span>
        {chosen !== null && <b className={styles.chosen}>{chosen}</b>}
      </summary>
      {isOpen && <div className={styles.body}>{children}</div>}
    </details>
  );
}

interface Choice<Word extends string> {
  word: Word;
  label: string;
  /** Records that it would give; null while that is not known. */
  count: number | null;
}

interface ListProps<Word extends string> {
  /** Names the list to who does not see the heading above it. */
  label: string;
  /** A heading of its own within the group. */
  hasHeading?: boolean;
  choices: readonly Choice<Word>[];
  chosen: readonly string[];
  onToggle: (word: Word) => void;
}

/** Choices with their counts; any number of them may be chosen. */
export function ChoiceList<Word extends string>(props: ListProps<Word>) {
  const { label, hasHeading = false, choices, chosen, onToggle } = props;
  return (
    <fieldset className={styles.choices}>
      <legend className={hasHeading ? styles.subheading : 'visually-hidden'}>{label}</legend>
      {choices.map(({ word, label: name, count }) => (
        <ChoiceRow
          key={word}
          type="checkbox"
          label={name}
          count={count}
          isChosen={chosen.includes(word)}
          onChoose={() => onToggle(word)}
        />
      ))}
    </fieldset>
  );
}

interface RowProps {
  type: 'checkbox' | 'radio';
  /** Of radio buttons, of which one is chosen. */
  name?: string;
  label: string;
  count: number | null;
  isChosen: boolean;
  onChoose: () => void;
}

/** One choice. The count describes it and is no part of its name, which stays the same while records come in. */
export function ChoiceRow({ type, name, label, count, isChosen, onChoose }: RowProps) {
  const t = useTranslations('filters');
  const { number } = useWords();
  const id = useId();
  return (
    <label className={styles.row} data-none={(count === 0 && !isChosen) || undefined}>
      <input
        type={type}
        name={name}
        checked={isChosen}
        onChange={onChoose}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-count`}
      />
      <span id={`${id}-name`}>{label}</span>
      <span id={`${id}-count`} className={styles.count}>
        {count !== null && (
          <>
            {number(count)} <span className="visually-hidden">{t('records', { count })}</span>
          </>
        )}
      </span>
    </label>
  );
}
