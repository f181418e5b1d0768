'use client';

import { useEffect, useRef } from 'react';
import { usePlotSize } from '@/components/ui/use-plot-size';
import styles from './chart.module.css';
import type { Drawing } from './drawing';

interface Props {
  drawing: Drawing;
  /** What a bar leads to, by its place among the drawing's bars; a table beside the chart leads there by keyboard. */
  onBar?: (index: number) => void;
}

/**
 * A picture of the table that stands beside it, and that is what a keyboard and a screen reader use. The library that draws is
 * fetched with the first chart that is shown; where it cannot be had the table stands alone.
 */
export function Chart({ drawing, onBar }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const widthPx = usePlotSize(host)?.widthPx ?? 0;
  const latest = useRef({ drawing, onBar });
  latest.current = { drawing, onBar };
  const told = JSON.stringify(drawing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what tells the same is drawn once, however often it is made
  useEffect(() => {
    let isShown = true;
    if (widthPx > 0) {
      import('./draw')
        .then(
          ({ draw }) =>
            isShown && host.current?.replaceChildren(draw(latest.current.drawing, widthPx)),
        )
        .catch(() => undefined);
    }
    return () => {
      isShown = false;
    };
  }, [told, widthPx]);
  useEffect(() => {
    const element = host.current;
    const onClick = ({ target }: MouseEvent) => {
      const bar = target instanceof Element ? target.closest<SVGElement>('[data-bar]') : null;
      if (bar) latest.current.onBar?.(Number(bar.dataset.bar));
    };
    element?.addEventListener('click', onClick);
    return () => element?.removeEventListener('click', onClick);
  }, []);
  return <div ref={host} className={styles.chart} data-type={drawing.type} aria-hidden="true" />;
}
