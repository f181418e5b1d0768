'use client';

import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import tool from '@/components/filters/area-tool.module.css';
import { late } from '@/components/ui/late';
import type { EmbedSnippetProps } from './embed-snippet';

const EmbedSnippet = late(async () => (await import('./embed-snippet')).EmbedSnippet);

/** The snippet for an article, on demand; Escape folds it up again. */
export function EmbedDetails(props: EmbedSnippetProps) {
  const t = useTranslations('embed');
  const sheet = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      ref={sheet}
      className={tool.tool}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !sheet.current?.open) return;
        sheet.current.open = false;
        sheet.current.querySelector('summary')?.focus();
      }}
    >
      <summary title={t('shareHeading')}>{t('share')}</summary>
      <div className={tool.sheet}>{isOpen && <EmbedSnippet {...props} />}</div>
    </details>
  );
}
