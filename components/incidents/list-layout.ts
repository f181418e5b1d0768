import { LIST_PARTS, type ListPart } from '@/lib/protocol/engine-requests';

/** What stands at one place of a long list: the heading of a part, a record by its place in the whole list, or the rest. */
export type ListLine =
  | { type: 'heading'; part: ListPart; count: number }
  | { type: 'record'; position: number }
  | { type: 'rest'; count: number };

export interface ListLayout {
  /** Lines in all. */
  count: number;
  lineAt: (index: number) => ListLine;
  /** The line of the first record at or after `index`, or before it where none follows; null in a list without records. */
  recordNear: (index: number, step: 1 | -1) => number | null;
}

/** A browser draws no element much higher than 30 million pixels. */
const MOST_RECORDS = 100_000;

/** The lines of a list by how many records each part has: each part under a heading, the first ones of very many. */
export function layOut(
  counts: Readonly<Record<ListPart, number>>,
  { hasHeadings, most = MOST_RECORDS }: { hasHeadings: boolean; most?: number },
): ListLayout {
  const runs: { start: number; heading: number; first: number; part: ListPart; count: number }[] =
    [];
  let [lines, records, total] = [0, 0, 0];
  for (const part of LIST_PARTS) {
    const count = Math.min(counts[part], most - records);
    total += counts[part];
    if (count === 0) continue;
    const heading = hasHeadings ? 1 : 0;
    runs.push({ start: lines, heading, first: records, part, count: counts[part] });
    lines += heading + count;
    records += count;
  }
  const rest = total - records;
  const lineAt = (index: number): ListLine => {
    const run = runs.findLast(({ start }) => start <= index);
    if (!run || index >= lines) return { type: 'rest', count: rest };
    const { start, heading, first, part, count } = run;
    return index < start + heading
      ? { type: 'heading', part, count }
      : { type: 'record', position: first + index - start - heading };
  };
  const recordNear = (index: number, step: 1 | -1): number | null => {
    for (const way of [step, -step]) {
      const from = Math.min(lines - 1, Math.max(0, index));
      for (let line = from; line >= 0 && line < lines; line += way)
        if (lineAt(line).type === 'record') return line;
    }
    return null;
  };
  return { count: lines + (rest > 0 ? 1 : 0), lineAt, recordNear };
}
