import styles from './map-legend.module.css';

const BOX = '-12 -12 24 24';

/** A ring in three arcs and a number, as the map draws several records. */
export function ClusterSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <circle className={styles.surface} r="9.5" />
      <circle
        className={styles.shareA}
        r="9.5"
        pathLength="100"
        strokeDasharray="50 50"
        strokeDashoffset="25"
      />
      <circle
        className={styles.shareB}
        r="9.5"
        pathLength="100"
        strokeDasharray="30 70"
        strokeDashoffset="-25"
      />
      <circle
        className={styles.shareC}
        r="9.5"
        pathLength="100"
        strokeDasharray="20 80"
        strokeDashoffset="-55"
      />
      <text y="3">12</text>
    </svg>
  );
}

/** An area without a mark in its middle. */
export function DiscSwatch({ size }: { size: number }) {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <circle className={styles.disc} r={size} />
    </svg>
  );
}

/** A number on a plate, as area counts stand by their names. */
export function AreaSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <rect className={styles.plate} x="-10" y="-7" width="20" height="14" rx="2" />
      <text y="3.5">7</text>
    </svg>
  );
}

export function ConcentrationSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <path className={styles.hull} d="M-9 4L-5 -8L6 -9L10 1L3 9Z" />
    </svg>
  );
}

export function FigureSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <circle className={styles.figure} r="10" />
    </svg>
  );
}
