'use client';

import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { CommandFacts } from '@/lib/protocol/screens';
import { CommandBar } from './command-bar';
import { ConfirmForm } from './confirm-form';
import styles from './control.module.css';
import type { Desk } from './desk-client';
import { ScreenCard } from './screen-card';
import { type DeskState, useSinceAnswer } from './use-desk';

interface Props {
  desk: Desk;
  state: DeskState;
  /** Of the address, to be confirmed. */
  code: string | null;
  refresh: () => void;
}

/** The screens, and what can be asked of those that are chosen. */
export function ScreensSection({ desk, state, code, refresh }: Props) {
  const t = useTranslations('control');
  const locale = useReaderLocale();
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const sinceAnswerMs = useSinceAnswer(state);
  const living = state.screens.filter(({ revokedAt }) => revokedAt === null);
  const ended = state.screens.filter(({ revokedAt }) => revokedAt !== null);
  const chosen = living.filter(({ id }) => chosenIds.has(id));
  const commandsOf = useMemo(() => byScreen(state.commands), [state.commands]);

  const choose = (id: string, isChosen: boolean) => {
    setChosenIds((known) => {
      const next = new Set(known);
      if (isChosen) next.add(id);
      else next.delete(id);
      return next;
    });
  };
  const cards = (screens: typeof living) =>
    screens.map((screen) => (
      <ScreenCard
        key={screen.id}
        desk={desk}
        screen={screen}
        state={state}
        commands={commandsOf.get(screen.id) ?? []}
        sinceAnswerMs={sinceAnswerMs}
        isChosen={chosenIds.has(screen.id)}
        onChoose={(isChosen) => choose(screen.id, isChosen)}
        refresh={refresh}
      />
    ));
  return (
    <div className={styles.section}>
      <ConfirmForm desk={desk} code={code} onConfirmed={refresh} />
      {living.length === 0 ? (
        <p className={styles.empty}>
          {t('noScreens')} <a href={`/${locale}/screen`}>{t('openScreen')}</a>
        </p>
      ) : (
        <>
          <label className={styles.tick}>
            <input
              type="checkbox"
              checked={chosen.length === living.length}
              onChange={(event) =>
                setChosenIds(new Set(event.target.checked ? living.map(({ id }) => id) : []))
              }
            />
            <b>{t('allScreens', { count: living.length })}</b>
          </label>
          <CommandBar desk={desk} chosen={chosen} playlists={state.playlists} refresh={refresh} />
          <h3 className="visually-hidden">{t('screens')}</h3>
          <ul className={styles.cards}>{cards(living)}</ul>
        </>
      )}
      {ended.length > 0 && (
        <details className={styles.ended}>
          <summary>{t('ended', { count: ended.length })}</summary>
          <ul className={styles.cards}>{cards(ended)}</ul>
        </details>
      )}
    </div>
  );
}

function byScreen(commands: readonly CommandFacts[]): ReadonlyMap<string, CommandFacts[]> {
  const found = new Map<string, CommandFacts[]>();
  for (const command of commands) {
    const known = found.get(command.screen);
    if (known) known.push(command);
    else found.set(command.screen, [command]);
  }
  return found;
}
