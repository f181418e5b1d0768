'use client';

import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Camera } from '@/lib/domain/filter';
import type { MapLabel } from '@/lib/domain/map-label';
import styles from './label-mover.module.css';
import { insideOf, pixelOf, placeOf } from './place-on-map';

interface Props {
  label: MapLabel;
  camera: Camera;
  size: { width: number; height: number };
  onMove: (point: [number, number]) => void;
  /** With false the label goes back to where it was. */
  onEnd: (isPut: boolean) => void;
}

const STEP_PX = 8;
const FAR_PX = 48;
const MARGIN_PX = 12;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Over the map while a label is being placed: by a click, by dragging, or by arrow keys. The map stands still under it. */
export function LabelMover({ label, camera, size, onMove, onEnd }: Props) {
  const t = useTranslations('share');
  const handle = useRef<HTMLButtonElement>(null);
  const [isHeld, setHeld] = useState(false);
  const map = { camera, size };
  const [x, y] = pixelOf(label.point, map);
  useEffect(() => handle.current?.focus(), []);

  const moveTo = (pixel: readonly [number, number]) =>
    onMove(placeOf(insideOf(pixel, map, MARGIN_PX), map));
  const follow = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLDivElement>) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    moveTo([clientX - left, clientY - top]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for pointers; the handle in it has the same by keyboard
    <div
      className={styles.cover}
      onPointerDown={(event) => {
        if (event.target instanceof Element && event.target.closest('[data-hint]')) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(true);
        follow(event);
      }}
      onPointerMove={(event) => isHeld && follow(event)}
      onPointerUp={() => {
        setHeld(false);
        handle.current?.focus();
      }}
      onKeyDown={(event) => {
        const arrow = ARROWS[event.key];
        if (event.key === 'Escape') onEnd(false);
        else if (arrow && event.target === handle.current) {
          const step = event.shiftKey ? FAR_PX : STEP_PX;
          moveTo([x + arrow[0] * step, y + arrow[1] * step]);
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <button
        ref={handle}
        type="button"
        className={styles.handle}
        style={{ left: x, top: y }}
        aria-label={t('moveLabel', { text: label.text })}
        onClick={(event) => event.detail === 0 && onEnd(true)}
      />
      <div className={styles.hint} data-hint role="status">
        <p>{t('moving', { text: label.text })}</p>
        <button type="button" onClick={() => onEnd(true)}>
          {t('put')}
        </button>
        <button type="button" onClick={() => onEnd(false)}>
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}
