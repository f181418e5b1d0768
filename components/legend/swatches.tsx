import { useId } from 'react';
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
export function DiscSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <circle className={styles.disc} r="10" />
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

/** A few cells in different tones, without outlines. */
export function GridSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      {[
        [-5, -4, 0.35],
        [4.3, -4, 0.75],
        [-0.3, 4, 1],
      ].map(([x, y, opacity]) => (
        <path
          key={x}
          className={styles.cell}
          transform={`translate(${x} ${y})`}
          opacity={opacity}
          d="M0 -5.2L4.5 -2.6V2.6L0 5.2L-4.5 2.6V-2.6Z"
        />
      ))}
    </svg>
  );
}

/** A cell in the tone of its class, on the map's ground. */
export function GridCell({ opacity }: { opacity: number }) {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <path
        className={styles.texture}
        fillOpacity={opacity}
        d="M0 -10.4L9 -5.2V5.2L0 10.4L-9 5.2V-5.2Z"
      />
    </svg>
  );
}

/** A whole line around an area of the reader's own. */
export function ShapeSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <path className={styles.shape} d="M-9 6L-7 -7L4 -9L9 2L1 9Z" />
    </svg>
  );
}

/** Three areas that touch, in three tones. */
export function ShadingSwatch() {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      {[1, 3, 5].map((tone, index) => (
        <path key={tone} d={AREAS[index]} data-tone={tone} className={styles.tone} />
      ))}
    </svg>
  );
}

const AREAS = ['M-10 -8H-1L-3 8H-10Z', 'M-1 -8H10V0H-2Z', 'M-2 0H10V8H-3Z'];

/** An area as the map shades it; tone 0 holds no record. */
export function ToneSwatch({ tone }: { tone: number }) {
  return (
    <svg viewBox={BOX} aria-hidden="true">
      <rect className={styles.ground} x="-11" y="-7" width="22" height="14" />
      <rect className={styles.tone} data-tone={tone} x="-11" y="-7" width="22" height="14" />
    </svg>
  );
}

/** The tones of heat from few to most, at even steps of how densely records lie, as the map's layer has them. */
export function HeatSwatch() {
  const tones = useId();
  return (
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <linearGradient id={tones}>
        <stop offset="0" className={styles.heatLow} stopOpacity="0" />
        <stop offset="0.04" className={styles.heatLow} />
        <stop offset="0.35" className={styles.heatMiddle} />
        <stop offset="1" className={styles.heatHigh} />
      </linearGradient>
      <rect width="100" height="10" fill={`url(#${tones})`} />
    </svg>
  );
}
