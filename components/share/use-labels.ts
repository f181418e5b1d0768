'use client';

import { type RefObject, useRef, useState } from 'react';
import type { Camera } from '@/lib/domain/filter';
import type { MapLabel } from '@/lib/domain/map-label';
import { roundLabel } from '@/lib/url/label-text';

interface Options {
  labels: MapLabel[];
  camera: Camera;
  dialog: RefObject<HTMLDialogElement | null>;
  onLabels: (labels: MapLabel[]) => void;
}

/** Words on the map under the reader's hand: the dialog makes way while one is placed, and comes back after. */
export function useLabels({ labels, camera, dialog, onLabels }: Options) {
  /** The labels before, which come back where the placing is given up. */
  const [placing, setPlacing] = useState<{ index: number; before: MapLabel[] } | null>(null);
  const opener = useRef<Element | null>(null);
  const place = (index: number, before: MapLabel[]) => {
    dialog.current?.close();
    // The dialog has given the focus back to whatever opened it, and shall do so again.
    opener.current = document.activeElement;
    setPlacing({ index, before });
  };
  return {
    moving: placing ? (labels[placing.index] ?? null) : null,
    add: (text: string) => {
      onLabels([...labels, roundLabel({ text, point: camera.center })]);
      place(labels.length, labels);
    },
    move: (index: number) => place(index, labels),
    remove: (index: number) => onLabels(labels.filter((_, other) => other !== index)),
    moveTo: (point: [number, number]) =>
      onLabels(
        labels.map((label, index) =>
          index === placing?.index ? roundLabel({ ...label, point }) : label,
        ),
      ),
    end: (isPut: boolean) => {
      if (placing && !isPut) onLabels(placing.before);
      setPlacing(null);
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
      dialog.current?.showModal();
    },
  };
}
