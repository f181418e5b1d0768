'use client';

import type { RefObject } from 'react';
import { useTranslations } from 'use-intl';
import type { ChoiceStore } from '@/components/shell/choice-store';
import { late } from '@/components/ui/late';
import { PageDialog } from '@/components/ui/page-dialog';
import styles from './keys-help.module.css';

const KeysList = late(async () => (await import('./keys-list')).KeysList);

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
        <KeysList choices={choices} />
      </PageDialog>
    </>
  );
}
