'use client';

import { type RefObject, useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { late } from '@/components/ui/late';
import type { ShareProps } from './share-content';
import styles from './share-dialog.module.css';

/** Loaded when it is first opened: it draws codes, which no other part of the page does. */
const ShareContent = late(async () => (await import('./share-content')).ShareContent);

interface Props extends ShareProps {
  dialog: RefObject<HTMLDialogElement | null>;
}

/** The button that opens the dialog, and the dialog: what to share of the view, and how. */
export function ShareDialog({ dialog, ...share }: Props) {
  const t = useTranslations('share');
  const heading = useId();
  const isOpen = useIsOpen(dialog);
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
      <dialog
        ref={dialog}
        className={styles.dialog}
        aria-labelledby={heading}
        // Closed by the browser, and by nothing behind it.
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.stopPropagation();
        }}
      >
        <div className={styles.head}>
          <h2 id={heading}>{t('heading')}</h2>
          <button type="button" aria-label={t('close')} onClick={() => dialog.current?.close()}>
            <span aria-hidden="true">×</span>
          </button>
        </div>
        {isOpen && <ShareContent {...share} />}
      </dialog>
    </>
  );
}

/** What is in the dialog is made when it is opened, and anew the next time. */
function useIsOpen(dialog: RefObject<HTMLDialogElement | null>): boolean {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const look = () => setOpen(element.open);
    element.addEventListener('close', look);
    const observer = new MutationObserver(look);
    observer.observe(element, { attributes: true, attributeFilter: ['open'] });
    return () => {
      element.removeEventListener('close', look);
      observer.disconnect();
    };
  }, [dialog]);
  return isOpen;
}
