'use client';

import { useTranslations } from 'use-intl';
import { useMedia } from '@/components/ui/use-media';
import type { Theme } from '@/lib/url/view-state';
import styles from './theme-toggle.module.css';

interface Props {
  theme: Theme;
  onChange: (theme: Theme) => void;
}

/** The theme that is shown: the chosen one, or else the system's. */
export function useShownTheme(theme: Theme): 'light' | 'dark' {
  const prefersDark = useMedia('(prefers-color-scheme: dark)');
  if (theme !== 'auto') return theme;
  return prefersDark ? 'dark' : 'light';
}

/** Switches to the other theme; where that is the system's own, the address need not say it. */
export function ThemeToggle({ theme, onChange }: Props) {
  const t = useTranslations('header');
  const shown = useShownTheme(theme);
  const system = useShownTheme('auto');
  const other = shown === 'dark' ? 'light' : 'dark';
  const label = other === 'dark' ? t('toDark') : t('toLight');
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-label={label}
      title={label}
      onClick={() => onChange(other === system ? 'auto' : other)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M12 4a8 8 0 0 1 0 16Z" fill="currentColor" />
      </svg>
    </button>
  );
}
