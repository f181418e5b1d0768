'use client';

import { type KeyboardEvent, type ReactNode, useId } from 'react';
import styles from './tabs.module.css';

export interface Tab<Name extends string> {
  name: Name;
  label: string;
  content: ReactNode;
}

interface Props<Name extends string> {
  label: string;
  tabs: readonly Tab<Name>[];
  active: Name;
  onChange: (name: Name) => void;
}

/** Tabs by the ARIA pattern: arrow keys move between them, Tab enters the panel. */
export function Tabs<Name extends string>({ label, tabs, active, onChange }: Props<Name>) {
  const id = useId();
  const shown = tabs.find((tab) => tab.name === active) ?? tabs[0];

  const moveFocus = (event: KeyboardEvent<HTMLDivElement>) => {
    const index = tabs.findIndex((tab) => tab.name === shown?.name);
    const target = tabs[nextIndex(event.key, index, tabs.length)];
    if (!target || target.name === shown?.name) return;
    event.preventDefault();
    onChange(target.name);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab='${target.name}']`)?.focus();
  };

  return (
    <div className={styles.tabs}>
      <div className={styles.list} role="tablist" aria-label={label} onKeyDown={moveFocus}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            id={`${id}-${tab.name}`}
            data-tab={tab.name}
            aria-selected={tab.name === shown?.name}
            aria-controls={`${id}-panel`}
            tabIndex={tab.name === shown?.name ? 0 : -1}
            onClick={() => onChange(tab.name)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        className={styles.panel}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${shown?.name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel must be reachable by keyboard
        tabIndex={0}
      >
        <h2 className="visually-hidden">{shown?.label}</h2>
        {shown?.content}
      </div>
    </div>
  );
}

function nextIndex(key: string, index: number, length: number): number {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % length;
    case 'ArrowLeft':
      return (index - 1 + length) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return index;
  }
}
