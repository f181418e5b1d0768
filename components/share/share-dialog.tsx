'use client';

import { memo, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { late } from '@/components/ui/late';
import { PageDialog } from '@/components/ui/page-dialog';
import type { ShareProps } from './share-content';
import styles from './share-dialog.module.css';

/** Loaded when it is first opened: it draws codes, which no other part of the page does. */
const ShareContent = late(async () => (await import('./share-content')).ShareContent);
/** While a label moves under the reader's hand nobody sees what is made of it here. */
const RestingContent = memo(ShareContent, (_before, { isMoving }) => isMoving);

interface Props extends ShareProps {
  dialog: RefObject<HTMLDialogElement | null>;
}

/** The button that opens the dialog, and the dialog: what to share of the view, and how. */
export function ShareDialog({ dialog, ...share }: Props) {
  const t = useTranslations('share');
  const isKept = useIsKept(dialog, share.isMoving);
  return (
    <>
      <button
        type="button"
        className={styles.open}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path
            d="M12 15V4M7.5 8L12 3.5L16.5 8M6 11H5v9h14v-9h-1"
            stroke="currentColor"
            strokeWidth="2"
            fill="none"
          />
        </svg>
        <span>{t('open')}</span>
      </button>
      <PageDialog dialog={dialog} heading={t('heading')} close={t('close')} width="40rem">
        {isKept && <RestingContent {...share} />}
      </PageDialog>
    </>
  );
}

/**
 * What is in the dialog is made when it is opened, and anew the next time; only where the dialog makes way for a label that is
 * being placed, it comes back with all that was chosen and written in it.
 */
function useIsKept(dialog: RefObject<HTMLDialogElement | null>, isMoving: boolean): boolean {
  const [isKept, setKept] = useState(false);
  const makesWay = useRef(isMoving);
  useEffect(() => {
    makesWay.current = isMoving;
  }, [isMoving]);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const opened = () => {
      if (element.open) setKept(true);
    };
    // This comes as a task of its own, after it is known why the dialog was closed.
    const closed = () => {
      if (!makesWay.current) setKept(element.open);
    };
    element.addEventListener('close', closed);
    const observer = new MutationObserver(opened);
    observer.observe(element, { attributes: true, attributeFilter: ['open'] });
    return () => {
      element.removeEventListener('close', closed);
      observer.disconnect();
    };
  }, [dialog]);
  return isKept;
}
