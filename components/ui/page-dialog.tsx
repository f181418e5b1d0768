import { type CSSProperties, type ReactNode, type RefObject, useId } from 'react';
import styles from './page-dialog.module.css';

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  heading: string;
  /** What the button that closes it is called. */
  close: string;
  /** As wide as this where there is room. */
  width: `${number}rem`;
  children: ReactNode;
}

/** A dialog over the page: its heading stays in sight, and Escape closes it and nothing behind it. */
export function PageDialog({ dialog, heading, close, width, children }: Props) {
  const id = useId();
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      style={{ '--wanted-width': width } as CSSProperties}
      aria-labelledby={id}
      // Closed by the browser, and by nothing behind it: a drawing goes on.
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <div className={styles.head}>
        <h2 id={id}>{heading}</h2>
        <button type="button" aria-label={close} onClick={() => dialog.current?.close()}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      {children}
    </dialog>
  );
}
