'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { scenesOfPasted } from '@/lib/url/control-address';
import type { ViewDefaults } from '@/lib/url/view-state';
import type { AddressScene } from '@/lib/url/wall-address';
import styles from './control.module.css';
import { Field } from './field';

interface Props {
  defaults: ViewDefaults;
  onScenes: (scenes: readonly AddressScene[]) => void;
}

/** Scenes from the address of a view or of a wall, as it is in the browser's bar. */
export function PasteScene({ defaults, onScenes }: Props) {
  const t = useTranslations('control.playlist');
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const add = () => {
    const scenes = scenesOfPasted(text, location.origin, defaults);
    setWrong(scenes === null);
    if (scenes === null) return;
    setText('');
    onScenes(scenes);
  };
  return (
    <div className={styles.paste} data-form="paste">
      <Field
        label={t('paste')}
        hint={t('pasteHint')}
        value={text}
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // The playlist is not saved by it.
          event.preventDefault();
          add();
        }}
        fault={isWrong ? t('pasteWrong') : null}
      />
      <button type="button" className={styles.button} onClick={add}>
        {t('addScene')}
      </button>
    </div>
  );
}
