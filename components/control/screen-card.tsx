'use client';

import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CommandFacts, ScreenFacts } from '@/lib/protocol/screens';
import { CommandLines } from './command-lines';
import styles from './control.module.css';
import type { Desk } from './desk-client';
import { Field } from './field';
import { ScreenFactsList } from './screen-facts';
import { signOf, silenceOf } from './signs';
import type { DeskState } from './use-desk';
import { faultAt, faultBeside, useTask } from './use-task';

interface Props {
  desk: Desk;
  screen: ScreenFacts;
  state: DeskState;
  commands: readonly CommandFacts[];
  /** Since the list was told. */
  sinceAnswerMs: number;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
  refresh: () => void;
}

/** One screen: what it says, what it was told last, and what can be done with it alone. */
export function ScreenCard(props: Props) {
  const { desk, screen, state, commands, sinceAnswerMs, isChosen, onChoose, refresh } = props;
  const t = useTranslations('control.screen');
  const [asked, setAsked] = useState<'rename' | 'revoke' | null>(null);
  const silence = silenceOf(screen, sinceAnswerMs);
  const sign = signOf(screen, silence);
  const playlist = state.playlists.find(({ id }) => id === screen.playlist?.id) ?? null;
  const isRevoked = screen.revokedAt !== null;
  return (
    <li className={styles.card} data-screen={screen.id} data-sign={sign}>
      <h4>
        {isRevoked ? (
          <ScreenName screen={screen} />
        ) : (
          <label className={styles.tick}>
            <input
              type="checkbox"
              checked={isChosen}
              onChange={(event) => onChoose(event.target.checked)}
            />
            <ScreenName screen={screen} />
          </label>
        )}
        <small>{screen.place}</small>
      </h4>
      <ScreenFactsList
        screen={screen}
        playlist={playlist}
        head={state.head}
        sign={sign}
        silence={silence}
        nowMs={state.serverMs + sinceAnswerMs}
      />
      <CommandLines commands={commands} playlists={state.playlists} />
      {asked === 'rename' && (
        <RenameForm
          desk={desk}
          screen={screen}
          onEnd={(isChanged) => {
            setAsked(null);
            if (isChanged) refresh();
          }}
        />
      )}
      {asked === 'revoke' && (
        <AskOnce
          question={t('revokeQuestion', { name: screen.name })}
          action={t('revokeNow')}
          run={() => desk.revoke(screen.id)}
          onEnd={(isDone) => {
            setAsked(null);
            if (isDone) refresh();
          }}
        />
      )}
      {asked === null && !isRevoked && (
        <div className={styles.row}>
          <button type="button" className={styles.button} onClick={() => setAsked('rename')}>
            {t('rename')}
          </button>
          <button type="button" className={styles.button} onClick={() => setAsked('revoke')}>
            {t('revoke')}
          </button>
        </div>
      )}
    </li>
  );
}

function ScreenName({ screen }: { screen: ScreenFacts }) {
  return (
    <>
      <span className={styles.number}>{screen.number}</span> <span>{screen.name}</span>
    </>
  );
}

interface RenameProps {
  desk: Desk;
  screen: ScreenFacts;
  onEnd: (isChanged: boolean) => void;
}

function RenameForm({ desk, screen, onEnd }: RenameProps) {
  const t = useTranslations('control');
  const [name, setName] = useState(screen.name);
  const [place, setPlace] = useState(screen.place);
  const { fault, run } = useTask();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await run(() => desk.changeScreen(screen.id, { name, place }))) onEnd(true);
  };
  return (
    <form className={styles.inline} onSubmit={(event) => void submit(event)}>
      <Field
        label={t('confirm.name')}
        value={name}
        autoFocus
        required
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        fault={faultAt(fault, 'name')}
      />
      <Field
        label={t('confirm.place')}
        value={place}
        required
        maxLength={80}
        onChange={(event) => setPlace(event.target.value)}
        fault={faultAt(fault, 'place')}
      />
      <Faults text={faultBeside(fault, ['name', 'place'])} />
      <div className={styles.row}>
        <button type="submit" className={styles.button}>
          {t('save')}
        </button>
        <button type="button" className={styles.button} onClick={() => onEnd(false)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

interface AskProps {
  question: ReactNode;
  action: string;
  run: () => Promise<unknown>;
  onEnd: (isDone: boolean) => void;
}

/** A question where the button stood, before what cannot be undone. Escape is no. */
export function AskOnce({ question, action, run: work, onEnd }: AskProps) {
  const t = useTranslations('control');
  const { fault, run } = useTask();
  const group = useRef<HTMLDivElement>(null);
  const confirm = async () => {
    if (await run(work)) onEnd(true);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a question with its answers, and no set of fields
    <div
      ref={group}
      className={styles.inline}
      role="group"
      aria-label={action}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onEnd(false);
      }}
    >
      <p role="alert">{question}</p>
      <Faults text={fault?.message ?? null} />
      <div className={styles.row}>
        <button type="button" className={styles.danger} onClick={() => void confirm()}>
          {action}
        </button>
        <button
          type="button"
          className={styles.button}
          // biome-ignore lint/a11y/noAutofocus: the harmless answer is under the hand that asked
          autoFocus
          onClick={() => onEnd(false)}
        >
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}

/** What went wrong, where no field is to blame. */
export function Faults({ text }: { text: string | null }) {
  if (!text) return null;
  return (
    <p role="alert" className={styles.fault}>
      {text}
    </p>
  );
}
