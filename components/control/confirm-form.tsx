'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './control.module.css';
import type { Desk } from './desk-client';
import { Field } from './field';
import { faultAt, faultBeside, useTask } from './use-task';

const FIELDS = ['code', 'name', 'place'];

interface Props {
  desk: Desk;
  /** Of the address: a phone that read it from the screen. */
  code: string | null;
  onConfirmed: () => void;
}

/** Lets a screen in that shows a code. */
export function ConfirmForm({ desk, code: given, onConfirmed }: Props) {
  const t = useTranslations('control.confirm');
  const [code, setCode] = useState(given ?? '');
  const [name, setName] = useState('');
  const [place, setPlace] = useState('');
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { fault, run } = useTask();
  useEffect(() => {
    if (given) setCode(given.toUpperCase());
  }, [given]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setConfirmed(null);
    const isDone = await run(async () => {
      const screen = await desk.confirm({ code, name, place });
      setConfirmed(screen.name);
    });
    if (!isDone) return;
    setCode('');
    setName('');
    setPlace('');
    form.current?.querySelector('input')?.focus();
    onConfirmed();
  };
  const general = fault?.status === 404 ? t('unknown') : faultBeside(fault, FIELDS);
  return (
    <form ref={form} className={styles.panel} onSubmit={(event) => void submit(event)}>
      <h3>{t('heading')}</h3>
      <p className={styles.hint}>{t('explanation')}</p>
      <div className={styles.fields}>
        <Field
          label={t('code')}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
          required
          maxLength={20}
          spellCheck={false}
          className={styles.code}
          fault={faultAt(fault, 'code')}
        />
        <Field
          label={t('name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={80}
          fault={faultAt(fault, 'name')}
        />
        <Field
          label={t('place')}
          value={place}
          onChange={(event) => setPlace(event.target.value)}
          required
          maxLength={80}
          fault={faultAt(fault, 'place')}
        />
        <button type="submit" className={styles.button}>
          {t('confirm')}
        </button>
      </div>
      {general && (
        <p role="alert" className={styles.fault}>
          {general}
        </p>
      )}
      <p role="status">{confirmed && t('confirmed', { name: confirmed })}</p>
    </form>
  );
}
