import { DrawnLegend } from '@/components/legend/drawn-legend';
import type { LegendEntries } from '@/components/legend/legend-entries';
import styles from './wall-legend.module.css';

interface Props {
  /** Null until something is drawn. */
  entries: LegendEntries | null;
  hasShape: boolean;
  isShaded: boolean;
  isCompared: boolean;
}

/** What is on the map, and nothing else: nobody can point at a sign of a wall to ask what it means. */
export function WallLegend(props: Props) {
  return <DrawnLegend className={styles.legend} {...props} />;
}
