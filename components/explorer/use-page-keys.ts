'use client';

import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useShortcuts } from '@/components/keys/use-shortcuts';
import { ChoiceStore, useChoice } from '@/components/shell/choice-store';
import { choiceStorage } from '@/components/shell/keep-shell';

/**
 * The page's single keys, with the choices that a reader made once.
 * @param isKept choices may outlive the page in this browser
 * @param bringSearch brings the text search into the document, where it is behind a tab
 */
export function usePageKeys(isKept: boolean, bringSearch: () => void) {
  const [choices] = useState(() => new ChoiceStore(isKept ? choiceStorage : () => null));
  const help = useRef<HTMLDialogElement>(null);
  const share = useRef<HTMLDialogElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts(useChoice(choices, 'keys-off') === false, {
    help: () => help.current?.showModal(),
    share: () => share.current?.showModal(),
    search: () => {
      flushSync(bringSearch);
      search.current?.focus();
      search.current?.select();
    },
  });
  return { choices, help, share, search };
}
