'use client';

import { useEffect, useRef } from 'react';
import { type Shortcut, shortcutOf, takesSigns } from './shortcuts';

/** Follows single keys while they are switched on and no dialog is open. */
export function useShortcuts(isOn: boolean, actions: Readonly<Record<Shortcut, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const shortcut = shortcutOf(event, target instanceof HTMLElement && takesSigns(target));
      if (!shortcut || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      latest.current[shortcut]();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOn]);
}
