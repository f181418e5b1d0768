import type { Kind } from '@/lib/domain/vocabulary';
import { KIND_SYMBOL_PATHS, KIND_SYMBOL_SIZE } from '@/lib/map/kind-symbol';
import styles from './kind-mark.module.css';

interface Props {
  kind: Kind;
  /** Struck through, in the colour of what no longer counts. */
  isRetracted?: boolean;
}

/** The kind's shape in its colour, as the map draws it; the text beside it says the same. */
export function KindMark({ kind, isRetracted = false }: Props) {
  const box = `0 0 ${KIND_SYMBOL_SIZE} ${KIND_SYMBOL_SIZE}`;
  return (
    <svg
      className={styles.mark}
      viewBox={box}
      data-kind={isRetracted ? undefined : kind}
      aria-hidden="true"
    >
      <path d={KIND_SYMBOL_PATHS[kind]} />
      {isRetracted && <path className={styles.strike} d="M2 22L22 2" />}
    </svg>
  );
}
