import type { ReactNode } from 'react';
import styles from './map-legend.module.css';

/** A sign of the map with its words. */
export function LegendEntry({ swatch, children }: { swatch: ReactNode; children: ReactNode }) {
  return (
    <li className={styles.entry}>
      <span className={styles.swatch}>{swatch}</span>
      <span>{children}</span>
    </li>
  );
}
