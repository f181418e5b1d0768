/** What was measured of a wall after a forced collection of garbage, at the end of a simulated hour. */
export interface SoakSample {
  /** From 1. */
  hour: number;
  /** Updates written since the start. */
  updates: number;
  /** Scenes that the wall has changed to since the start. */
  scenes: number;
  /** Objects of JavaScript in the page, in bytes. */
  pageHeapBytes: number;
  /** The same of the worker that holds the records and answers. */
  engineHeapBytes: number;
  /** The same of all workers of the map. */
  mapWorkersHeapBytes: number;
  /** What typed arrays hold beside the heaps, page and workers together, in bytes. The store's columns lie there. */
  bufferBytes: number;
  domNodes: number;
  listeners: number;
  /** Memory of the server's process, in kB. */
  serverKb: number;
}

export interface Slopes {
  /** Per simulated hour. */
  heapBytes: number;
  bufferBytes: number;
  domNodes: number;
  listeners: number;
}

export interface Verdict {
  /** From how many hours the slopes are. */
  judgedHours: number;
  slopes: Slopes;
  /** What was not as it has to be, each as a sentence; empty where all of it was. */
  faults: string[];
}

const MEGABYTE = 1_024 * 1_024;
/** Of every hour. */
const MOST_HEAP_BYTES = MEGABYTE;
/** Flat: less than one in five hours, so that a wall of a month has not gathered 150. */
const MOST_OBJECTS = 0.2;
/** Caches fill, and code is compiled, in the first hours. */
const WARM_UP_SHARE = 1 / 6;
const FEWEST_SAMPLES = 6;

/**
 * The slope of each measure over the hours, and what of it is a leak. Nothing is subtracted for the data: the writer withdraws as many
 * records as it creates, so what remains of the day are tombstones.
 */
export function judgeSoak(samples: readonly SoakSample[]): Verdict {
  const judged = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const slope = (value: (sample: SoakSample) => number) =>
    medianSlope(judged.map((sample) => [sample.hour, value(sample)] as const));
  const slopes: Slopes = {
    heapBytes: slope(heapOf),
    bufferBytes: slope(({ bufferBytes }) => bufferBytes),
    domNodes: slope(({ domNodes }) => domNodes),
    listeners: slope(({ listeners }) => listeners),
  };
  const faults: string[] = [];
  if (judged.length < FEWEST_SAMPLES) {
    faults.push(`${judged.length} hours are too few to judge by: ${FEWEST_SAMPLES} are needed`);
  }
  const heapBytes = slopes.heapBytes + Math.max(0, slopes.bufferBytes);
  if (heapBytes > MOST_HEAP_BYTES) {
    faults.push(`memory grows by ${(heapBytes / MEGABYTE).toFixed(2)} MB an hour (at most 1)`);
  }
  for (const name of ['domNodes', 'listeners'] as const) {
    if (slopes[name] > MOST_OBJECTS) {
      faults.push(`${name} grow by ${slopes[name].toFixed(1)} an hour (at most ${MOST_OBJECTS})`);
    }
  }
  return { judgedHours: judged.length, slopes, faults };
}

function heapOf(sample: SoakSample): number {
  return sample.pageHeapBytes + sample.engineHeapBytes + sample.mapWorkersHeapBytes;
}

/**
 * The median of the slopes between all pairs of points, so that no single odd hour decides it; 0 of fewer than two points.
 * Source: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968).
 */
export function medianSlope(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points
    .flatMap(([x, y], index) =>
      points
        .slice(index + 1)
        .filter(([otherX]) => otherX !== x)
        .map(([otherX, otherY]) => (otherY - y) / (otherX - x)),
    )
    .sort((a, b) => a - b);
  const middle = Math.floor(slopes.length / 2);
  const upper = slopes[middle] ?? 0;
  return slopes.length % 2 === 1 ? upper : ((slopes[middle - 1] ?? 0) + upper) / 2;
}
