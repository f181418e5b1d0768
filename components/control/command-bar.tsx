'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CommandAnswer, ScreenCommand, ScreenFacts } from '@/lib/protocol/screens';
import styles from './control.module.css';
import type { Desk, DeskPlaylist } from './desk-client';
import { Choice, Field } from './field';
import { refusalsOf } from './refusals';
import { faultAt, useTask } from './use-task';

const LONGEST_MESSAGE = 200;
const MINUTES = ['', '5', '15', '60', '240'] as const;
const NO_PLAYLIST = '';
/** Of a playlist's scenes: neither id holds a space. */
const GAP = ' ';

interface Props {
  desk: Desk;
  chosen: readonly ScreenFacts[];
  playlists: readonly DeskPlaylist[];
  refresh: () => void;
}

/** What can be asked of all the screens that are chosen. */
export function CommandBar({ desk, chosen, playlists, refresh }: Props) {
  const t = useTranslations('control.commands');
  const [refused, setRefused] = useState<CommandAnswer['refused']>([]);
  // A button that is off while it works would lose the hand that is on it.
  const task = useTask({ isQueued: true });
  const send = async (command: ScreenCommand, to: readonly ScreenFacts[] = chosen) => {
    setRefused([]);
    const isSent = await task.run(async () => {
      const answer = await desk.command({ screens: to.map(({ id }) => id), command });
      setRefused(answer.refused);
    });
    refresh();
    return isSent;
  };
  const textFault = faultAt(task.fault, 'command.text');
  const lines = textFault
    ? []
    : refusalsOf(refused, task.fault, chosen).map(({ name, reason }) =>
        name === null ? reason : t('refused', { name, reason }),
      );
  const isOff = chosen.length === 0;
  const plain = ['previous', 'next', 'pause', 'resume', 'identify', 'reload'] as const;
  return (
    <section className={styles.bar} aria-label={t('bar')}>
      <p className={styles.chosen} role="status">
        {chosen.length === 0 ? t('chooseFirst') : t('chosen', { count: chosen.length })}
      </p>
      <div className={styles.row}>
        {plain.map((type) => (
          <button
            key={type}
            type="button"
            className={styles.button}
            data-command={type}
            disabled={isOff}
            onClick={() => void send(type === 'identify' ? { type, seconds: 10 } : { type })}
          >
            {t(`types.${type}`)}
          </button>
        ))}
      </div>
      <div className={styles.forms}>
        <AssignForm playlists={playlists} isOff={isOff} send={send} />
        <JumpForm chosen={chosen} playlists={playlists} isOff={isOff} send={send} />
        <MessageForm isOff={isOff} fault={textFault} send={send} />
      </div>
      {lines.length > 0 && (
        <ul role="alert" className={styles.fault}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Send = (command: ScreenCommand, to?: readonly ScreenFacts[]) => Promise<boolean>;

function AssignForm({
  playlists,
  isOff,
  send,
}: {
  playlists: readonly DeskPlaylist[];
  isOff: boolean;
  send: Send;
}) {
  const t = useTranslations('control.commands');
  const [wanted, setWanted] = useState<string | null>(null);
  const first = playlists[0]?.id ?? NO_PLAYLIST;
  const isThere = wanted !== null && playlists.some(({ id }) => id === wanted);
  const value = isThere || wanted === NO_PLAYLIST ? (wanted as string) : first;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send({ type: 'assign', playlist: value === NO_PLAYLIST ? null : value });
  };
  return (
    <form onSubmit={submit} data-form="assign">
      <Choice
        label={t('types.assign')}
        value={value}
        onChange={setWanted}
        options={[
          ...playlists.map(({ id, body }) => ({ value: id, label: body.name })),
          { value: NO_PLAYLIST, label: t('noPlaylist') },
        ]}
      />
      <button type="submit" className={styles.button} disabled={isOff}>
        {t('assign')}
      </button>
    </form>
  );
}

function JumpForm({
  chosen,
  playlists,
  isOff,
  send,
}: {
  chosen: readonly ScreenFacts[];
  playlists: readonly DeskPlaylist[];
  isOff: boolean;
  send: Send;
}) {
  const t = useTranslations('control.commands');
  const [wanted, setWanted] = useState('');
  const shown = playlists.filter(({ id }) => chosen.some(({ playlist }) => playlist?.id === id));
  const options = shown.flatMap(({ id, body }) =>
    body.scenes.map((scene) => ({
      value: `${id}${GAP}${scene.id}`,
      label: shown.length > 1 ? `${scene.name} (${body.name})` : scene.name,
    })),
  );
  const value = options.find((option) => option.value === wanted)?.value ?? options[0]?.value ?? '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [playlistId, scene = ''] = value.split(GAP);
    // Screens with another playlist have no such scene.
    const to = chosen.filter(({ playlist }) => playlist?.id === playlistId);
    void send({ type: 'jump', scene }, to);
  };
  const isEmpty = options.length === 0;
  return (
    <form onSubmit={submit} data-form="jump">
      <Choice
        label={t('types.jump')}
        value={value}
        onChange={setWanted}
        isDisabled={isEmpty}
        options={isEmpty ? [{ value: '', label: t('noScenes') }] : options}
      />
      <button type="submit" className={styles.button} disabled={isOff || isEmpty}>
        {t('jump')}
      </button>
    </form>
  );
}

function MessageForm({ isOff, fault, send }: { isOff: boolean; fault: string | null; send: Send }) {
  const tAges = useTranslations('wall.ages');
  const t = useTranslations('control.commands');
  const [text, setText] = useState('');
  const [minutes, setMinutes] = useState<(typeof MINUTES)[number]>('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isSent = await send({
      type: 'message',
      text,
      minutes: minutes === '' ? null : Number(minutes),
    });
    if (isSent) setText('');
  };
  return (
    <form onSubmit={(event) => void submit(event)} data-form="message">
      <Field
        label={t('types.message')}
        value={text}
        required
        maxLength={LONGEST_MESSAGE}
        onChange={(event) => setText(event.target.value)}
        fault={fault}
      />
      <Choice
        label={t('duration')}
        value={minutes}
        onChange={setMinutes}
        options={MINUTES.map((value) => ({
          value,
          label: value === '' ? t('untilCleared') : tAges('minutes', { count: Number(value) }),
        }))}
      />
      <button type="submit" className={styles.button} disabled={isOff}>
        {t('message')}
      </button>
      <button
        type="button"
        className={styles.button}
        data-command="clearMessage"
        disabled={isOff}
        onClick={() => void send({ type: 'clearMessage' })}
      >
        {t('types.clearMessage')}
      </button>
    </form>
  );
}
