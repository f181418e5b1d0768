import type { ShownComparison } from '@/components/compare/use-comparison';
import { usePeriodWords } from '@/components/compare/use-period-range';
import { DrawnLegend } from '@/components/legend/drawn-legend';
import {
  isShapeInView,
  type LegendEntries,
  type ViewBounds,
} from '@/components/legend/legend-entries';
import type { Shape } from '@/lib/domain/shape';
import styles from './wall-legend.module.css';

interface Props {
  /** Null until something is drawn. */
  entries: LegendEntries | null;
  /** What the map shows; null until that is known. */
  bounds: ViewBounds | null;
  shape: Shape | null;
  isShaded: boolean;
  compared: ShownComparison | null;
  /** A board beside the map says which periods are compared. */
  hasPeriods: boolean;
}

/** What is on the map, and nothing else: nobody can point at a sign of a wall to ask what it means. */
export function WallLegend({ entries, bounds, shape, isShaded, compared, hasPeriods }: Props) {
  const say = usePeriodWords();
  return (
    <DrawnLegend
      className={styles.legend}
      entries={entries}
      hasShape={bounds !== null && isShapeInView(shape, bounds)}
      isShaded={isShaded}
      isCompared={compared?.answer != null}
      periods={compared && !hasPeriods ? say(compared.days) : null}
    />
  );
}
