'use client';

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { lineApart } from './line-apart';
import type { ListLayout, ListLine } from './list-layout';
import styles from './long-list.module.css';
import { type ScrollPlace, useScrollParent } from './use-scroll-parent';

interface Props {
  layout: ListLayout;
  /** Records in the whole list, for those who hear where they are. */
  total: number;
  /** Another question begins at the top again. */
  question: string;
  render: (line: ListLine) => ReactNode;
  /** The lines that are in sight or nearly so: the first, and the one after the last. */
  onRange: (first: number, end: number) => void;
}

const LINE_PX = 76;
/** At the usual size of type; a large screen's is larger. */
const USUAL_TYPE_PX = 16;
const OVERSCAN = 8;
const PAGE_LINES = 10;

/**
 * A list of which only what is in sight is in the document. Arrow keys, Page Up and Down, Home and End move between
 * records; the line that has the focus stays, wherever the list is scrolled to.
 */
export function LongList(props: Props) {
  const frame = useRef<HTMLDivElement>(null);
  // Measured here, where scrolling draws nothing anew.
  const place = useScrollParent(frame);
  return (
    <div ref={frame}>
      <Lines {...props} {...place} />
    </div>
  );
}

/** The lines in sight, drawn anew while the list is scrolled. */
function Lines({
  layout,
  total,
  question,
  render,
  onRange,
  parent,
  marginPx,
}: Props & ScrollPlace) {
  const list = useRef<HTMLOListElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const lines = defaultRangeExtractor(range);
      if (focused === null || focused >= range.count || lines.includes(focused)) return lines;
      return [...lines, focused].sort((a, b) => a - b);
    },
    [focused],
  );
  const virtualizer = useVirtualizer({
    count: layout.count,
    getScrollElement: () => parent,
    estimateSize: estimateLinePx,
    overscan: OVERSCAN,
    scrollMargin: marginPx,
    rangeExtractor,
  });

  const first = Math.max(0, (virtualizer.range?.startIndex ?? 0) - OVERSCAN);
  const end = Math.min(layout.count, (virtualizer.range?.endIndex ?? 0) + OVERSCAN + 1);
  useEffect(() => onRange(first, end), [first, end, onRange]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another question goes back to the top
  useEffect(() => {
    if (parent && parent.scrollTop > marginPx) parent.scrollTop = marginPx;
    setFocused(null);
  }, [question]);

  useEffect(() => {
    if (wanted.current === null) return;
    const button = list.current?.querySelector<HTMLElement>(
      `[data-index="${wanted.current}"] button`,
    );
    if (!button) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
  });

  // They follow each other in the page's own flow, so that none covers the next before its height is known.
  const items = virtualizer.getVirtualItems();
  const apart = lineApart(items, focused);
  const flowStart = items.find(({ index }) => index !== apart)?.start ?? marginPx;

  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    const line = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-index]') : null;
    const step = line && stepOf(event.key, Number(line.dataset.index), layout.count);
    if (!step) return;
    const next = layout.recordNear(step.to, step.way);
    if (next === null) return;
    event.preventDefault();
    wanted.current = next;
    setFocused(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };

  return (
    <ol
      ref={list}
      className={styles.list}
      style={{ height: virtualizer.getTotalSize() }}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        const line = target.closest<HTMLElement>('[data-index]');
        if (line) setFocused(Number(line.dataset.index));
      }}
    >
      {items.map(({ index, start }) => {
        const line = layout.lineAt(index);
        return (
          <li
            key={index}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles.line}
            data-apart={index === apart || undefined}
            style={{
              transform: `translateY(${(index === apart ? start : flowStart) - marginPx}px)`,
            }}
            aria-setsize={line.type === 'record' ? total : undefined}
            aria-posinset={line.type === 'record' ? line.position + 1 : undefined}
          >
            {render(line)}
          </li>
        );
      })}
    </ol>
  );
}

function estimateLinePx(): number {
  const type = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return LINE_PX * ((type || USUAL_TYPE_PX) / USUAL_TYPE_PX);
}

/** Where a key leads from a line, and the way to look for a record from there. */
function stepOf(key: string, index: number, count: number): { to: number; way: 1 | -1 } | null {
  switch (key) {
    case 'ArrowDown':
      return { to: index + 1, way: 1 };
    case 'ArrowUp':
      return { to: index - 1, way: -1 };
    case 'PageDown':
      return { to: index + PAGE_LINES, way: 1 };
    case 'PageUp':
      return { to: index - PAGE_LINES, way: -1 };
    case 'Home':
      return { to: 0, way: 1 };
    case 'End':
      return { to: count - 1, way: -1 };
    default:
      return null;
  }
}
