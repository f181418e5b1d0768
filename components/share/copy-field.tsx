'use client';

import { useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './share-dialog.module.css';

interface Props {
  label: string;
  value: string;
  /** What the button says. */
  action: string;
  isLong?: boolean;
}

/** A text to take along, with a button that copies it, and says whether it did. */
export function CopyField({ label, value, action, isLong = false }: Props) {
  const t = useTranslations('share');
  const id = useId();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [said, setSaid] = useState<{ value: string; isCopied: boolean } | null>(null);
  const copy = async () => setSaid({ value, isCopied: await copyText(value, field.current) });
  const shown = said?.value === value ? said : null;
  const shared = { id, ref: field, value, readOnly: true, onFocus: selectAll } as const;
  return (
    <div className={styles.copy}>
      <label htmlFor={id}>{label}</label>
      {isLong ? <textarea {...shared} rows={3} /> : <input {...shared} type="text" />}
      <button type="button" onClick={() => void copy()}>
        {action}
      </button>
      <p className={styles.said} aria-live="polite">
        {shown && t(shown.isCopied ? 'copied' : 'notCopied')}
      </p>
    </div>
  );
}

function selectAll({ target }: { target: HTMLInputElement | HTMLTextAreaElement }): void {
  target.select();
}

/** By the clipboard, or where a page may not use it, by the old way of a selection; false leaves the selection. */
async function copyText(
  text: string,
  field: HTMLInputElement | HTMLTextAreaElement | null,
): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.focus();
    field?.select();
    // Nothing else copies on pages without HTTPS.
    return document.execCommand?.('copy') ?? false;
  }
}
