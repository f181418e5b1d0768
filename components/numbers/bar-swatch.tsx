import { useId } from 'react';
import {
  PATTERN_LINE,
  PATTERN_LINES,
  PATTERN_PX,
  PATTERNED,
} from '@/components/charts/kind-patterns';
import type { Kind } from '@/lib/domain/vocabulary';
import styles from './numbers-panel.module.css';

interface Props {
  kind: Kind;
  /** How strongly its year is coloured. */
  opacity?: number;
  /** With the lines that its bars have. */
  isPatterned?: boolean;
}

/** A piece of a bar, for the key of a chart. */
export function BarSwatch({ kind, opacity = 1, isPatterned = false }: Props) {
  const id = useId();
  const pattern = isPatterned && PATTERNED.find((each) => each === kind);
  const square = { width: 12, height: 12 };
  return (
    <svg className={styles.swatch} viewBox="0 0 12 12" aria-hidden="true">
      {pattern && (
        <pattern id={id} width={PATTERN_PX} height={PATTERN_PX} patternUnits="userSpaceOnUse">
          <path
            d={PATTERN_LINES[pattern]}
            stroke="var(--paper)"
            strokeWidth={PATTERN_LINE.widthPx}
            strokeOpacity={PATTERN_LINE.opacity}
          />
        </pattern>
      )}
      <rect {...square} fill={`var(--kind-${kind})`} fillOpacity={opacity} />
      {pattern && <rect {...square} fill={`url(#${id})`} />}
    </svg>
  );
}
