'use client';

import type { RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { type ChoiceStore, useChoice } from '@/components/shell/choice-store';
import { PageDialog } from '@/components/ui/page-dialog';
import { isSign, KEY_GROUPS, type KeyName } from './key-table';
import styles from './keys-help.module.css';

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  choices: ChoiceStore;
}

/** The button that opens the list of keys, and the list, in which single keys can be switched off (WCAG 2.1.4). */
export function KeysHelp({ dialog, choices }: Props) {
  const t = useTranslations('keys');
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-label={t('heading')}
        aria-haspopup="dialog"
        title={t('heading')}
        onClick={() => dialog.current?.showModal()}
      >
        <span aria-hidden="true">?</span>
      </button>
      <PageDialog dialog={dialog} heading={t('heading')} close={t('close')} width="52rem">
        <div className={styles.groups}>
          {KEY_GROUPS.map(({ where, keys }) => (
            <section key={where}>
              <h3>{t(`where.${where}`)}</h3>
              <dl>
                {keys.map(({ names, does }) => (
                  <div key={does}>
                    <dt>
                      {names.map((name) => (
                        <Key key={name} name={name} />
                      ))}
                    </dt>
                    <dd>{t(`does.${does}`)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <Switch choices={choices} />
      </PageDialog>
    </>
  );
}

function Key({ name }: { name: KeyName }) {
  const t = useTranslations('keys.names');
  return <kbd>{isSign(name) ? name : t(name)}</kbd>;
}

function Switch({ choices }: { choices: ChoiceStore }) {
  const t = useTranslations('keys');
  const isOff = useChoice(choices, 'keys-off');
  return (
    <p className={styles.switch}>
      <label>
        <input
          type="checkbox"
          checked={isOff === false}
          onChange={({ target }) => choices.set('keys-off', !target.checked)}
        />
        {t('single')}
      </label>
      <small>{isOff !== null && t(choices.isLasting ? 'kept' : 'notKept')}</small>
    </p>
  );
}
