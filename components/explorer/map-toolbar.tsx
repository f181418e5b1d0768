'use client';

import { type ReactNode, type RefObject, useCallback, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { AreaTool } from '@/components/filters/area-tool';
import { RegionPicker } from '@/components/filters/region-picker';
import { MOST_REGIONS } from '@/lib/url/parameters';
import { PLACE_PRESETS } from '@/lib/url/presets';
import styles from './map-toolbar.module.css';
import type { ExplorerModel } from './use-explorer';

interface Props {
  model: ExplorerModel;
  /** The legend in one line, which can open it in full. */
  strip: (onMore: () => void) => ReactNode;
  /** In full; null where it has a panel of its own. */
  legend: ReactNode;
  /** What a reader may do with the view. */
  share: ReactNode;
}

/** Above the map and not on it, so that it covers no number: places to go to, and what the signs mean. */
export function MapToolbar({ model, strip, legend, share }: Props) {
  const tHeader = useTranslations('header');
  const tPlaces = useTranslations('placePresets');
  const sheet = useRef<HTMLDetailsElement>(null);
  const openSheet = useCallback(() => {
    if (!sheet.current) return;
    sheet.current.open = true;
    sheet.current.querySelector('summary')?.focus();
  }, []);
  return (
    <div className={styles.toolbar}>
      <nav className={styles.places} aria-label={tHeader('places')}>
        {PLACE_PRESETS.map((preset) => (
          <button key={preset} type="button" onClick={() => model.goToPreset(preset)}>
            {tPlaces(preset)}
          </button>
        ))}
      </nav>
      <RegionPicker
        chosen={model.state.filter.regions}
        most={MOST_REGIONS}
        onToggle={model.toggleRegion}
      />
      <AreaTool
        shape={model.state.filter.shape}
        shown={model.shown}
        onShape={model.setShape}
        onDraw={model.startDrawing}
      />
      {share}
      {legend && (
        <>
          <div className={styles.strip}>{strip(openSheet)}</div>
          <LegendSheet sheet={sheet}>{legend}</LegendSheet>
        </>
      )}
    </div>
  );
}

/** The full legend, on demand; Escape folds it up again. */
function LegendSheet({
  sheet,
  children,
}: {
  sheet: RefObject<HTMLDetailsElement | null>;
  children: ReactNode;
}) {
  const t = useTranslations('legend');
  return (
    <details
      ref={sheet}
      className={styles.legend}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !sheet.current?.open) return;
        sheet.current.open = false;
        sheet.current.querySelector('summary')?.focus();
      }}
    >
      <summary>{t('open')}</summary>
      <div className={styles.sheet}>{children}</div>
    </details>
  );
}
