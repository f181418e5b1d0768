'use client';

import { useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { embedPath } from '@/lib/url/embed-path';
import { embedSnippet } from '@/lib/url/embed-snippet';
import {
  EMBED_CONTROLS,
  type EmbedControl,
  formatEmbed,
  USUAL_EMBED_CONTROLS,
} from '@/lib/url/embed-view';
import styles from './embed-snippet.module.css';

export interface EmbedSnippetProps {
  /** The view to embed, as `formatView` gives it. */
  query: string;
  /** It is of a past state, and does not follow what comes. */
  isPast: boolean;
  publisher: string | null;
  isSimulated: boolean;
}

const COPIED_MS = 3_000;

/** The HTML that puts a view into an article, with a choice of what stands beside the map. */
export function EmbedSnippet({ query, isPast, publisher, isSimulated }: EmbedSnippetProps) {
  const t = useTranslations('embed');
  const locale = useReaderLocale();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [controls, setControls] = useState<readonly EmbedControl[]>(USUAL_EMBED_CONTROLS);
  const [isCopied, setCopied] = useState(false);
  const own = formatEmbed(query, controls);
  const snippet = embedSnippet({
    base: window.location.origin,
    path: own ? `${embedPath(locale)}?${own}` : embedPath(locale),
    title: t(isSimulated ? 'frameTitleSimulated' : 'frameTitle', {
      publisher: publisher ?? 'Havenwacht',
    }),
    controls,
    size: null,
  });
  const toggle = (control: EmbedControl) =>
    setControls(
      controls.includes(control)
        ? controls.filter((other) => other !== control)
        : [...controls, control],
    );
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(snippet);
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    } catch {
      // Without HTTPS there is no clipboard: the text is selected, to be copied by hand.
    }
  };
  return (
    <div className={styles.snippet}>
      <p>{t(isPast ? 'sharePast' : 'shareExplanation')}</p>
      <fieldset>
        <legend>{t('controls')}</legend>
        {EMBED_CONTROLS.map((control) => (
          <label key={control}>
            <input
              type="checkbox"
              checked={controls.includes(control)}
              onChange={() => toggle(control)}
            />
            {t(`controlNames.${control}`)}
          </label>
        ))}
      </fieldset>
      <label className={styles.code} htmlFor={id}>
        {t('code')}
      </label>
      <textarea ref={field} id={id} readOnly rows={6} value={snippet} spellCheck={false} />
      <button type="button" onClick={copy}>
        {t('copy')}
      </button>
      <span role="status">{isCopied && t('copied')}</span>
    </div>
  );
}
