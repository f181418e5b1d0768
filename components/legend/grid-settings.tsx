'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { toneOf } from '@/lib/domain/count-classes';
import { TEXTURE_OPACITY } from '@/lib/map/area-layers';
import { valueAt } from '@/lib/map/expressions';
import type { GridResponse } from '@/lib/protocol/engine-requests';
import { GRID_SIDES_KM } from '@/lib/url/view-state';
import styles from './layer-settings.module.css';
import { SettingSelect } from './setting-select';
import { GridCell } from './swatches';

interface Props {
  sideKm: number | null;
  onSide: (sideKm: number | null) => void;
  /** Null where no hexagon is drawn. */
  grid: GridResponse | null;
}

const METRES_PER_KM = 1000;

/** How large the hexagons are, and what their tones stand for. */
export function GridSettings({ sideKm, onSide, grid }: Props) {
  const t = useTranslations('legend');
  const { distance } = useWords();
  return (
    <div className={styles.settings}>
      {grid && <GridClasses grid={grid} />}
      <SettingSelect
        label={t('side')}
        value={sideKm}
        options={[null, ...GRID_SIDES_KM].map((value) => ({
          value: value as number | null,
          label: value === null ? t('nearByZoom') : distance(value * METRES_PER_KM),
        }))}
        onChange={onSide}
      />
    </div>
  );
}

function GridClasses({ grid: { classes, largest } }: { grid: GridResponse }) {
  const { number } = useWords();
  return (
    <ol className={styles.classes}>
      {classes.map((lowest, index) => {
        const highest = (classes[index + 1] ?? largest + 1) - 1;
        return (
          <li key={lowest}>
            <GridCell opacity={valueAt(TEXTURE_OPACITY, toneOf(lowest, classes))} />
            {lowest === highest ? number(lowest) : `${number(lowest)}–${number(highest)}`}
          </li>
        );
      })}
    </ol>
  );
}
