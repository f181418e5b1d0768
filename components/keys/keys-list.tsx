'use client';

import { useTranslations } from 'use-intl';
import { type ChoiceStore, useChoice } from '@/components/shell/choice-store';
import { isSign, KEY_GROUPS, type KeyName } from './key-table';
import styles from './keys-help.module.css';

/** All keys by where they work, and the switch for those of a single sign. */
export function KeysList({ choices }: { choices: ChoiceStore }) {
  const t = useTranslations('keys');
  return (
    <>
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
