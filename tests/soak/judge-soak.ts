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
  serverKb: number;
}

export interface Verdict {
  /** From how many hours the slopes are. */
  judgedHours: number;
  slopes: Slopes;
  /** What was not as it has to be, each as a sentence; empty where all of it was. */
  faults: string[];
}

const MEGABYTE = 1_024 * 1_024;
/** What one day of a wall may show at most; heaps and arrays together are its memory. */
export const BOUNDS = {
  /** An hour. */
  slopeMegabytes: 1,
  /** By how much the last quarter's median may exceed the first's, and the last hour the median of all: what begins late. */
  lateMegabytes: 8,
  /** Flat: less than one in five hours, so that a wall of a month has not gathered 150. */
  slopeObjects: 0.2,
  lateDomNodes: 10,
  lateListeners: 20,
  /** Of one hour, at whose end a scene that has left may not have been collected yet. */
  lastObjects: 60,
  /** An hour, of the server, in which nobody collects garbage before it is measured. */
  slopeServerMegabytes: 4,
  lateServerMegabytes: 64,
} as const;
const MEASURES = [
  'pageHeapBytes',
  'engineHeapBytes',
  'mapWorkersHeapBytes',
  'bufferBytes',
  'domNodes',
  'listeners',
  'serverKb',
] as const;
/** Caches fill, and code is compiled, in the first hours. */
const WARM_UP_SHARE = 1 / 6;
const FEWEST_SAMPLES = 6;

/**
 * The slope of each measure over the hours, and what of it is a leak; so is what the last hours hold beyond the first. Nothing is
 * subtracted for the data: the writer withdraws as many records as it creates, so what remains of the day are tombstones. An hour in
 * which something was not measured is a fault, and judges nothing.
 */
export function judgeSoak(samples: readonly SoakSample[]): Verdict {
  const judged = samples.slice(Math.floor(samples.length * WARM_UP_SHARE)).filter(isWhole);
  const slope = (value: (sample: SoakSample) => number) =>
    medianSlope(judged.map((sample) => [sample.hour, value(sample)] as const));
  const slopes: Slopes = {
    heapBytes: slope(heapOf),
    bufferBytes: slope(({ bufferBytes }) => bufferBytes),
    domNodes: slope(({ domNodes }) => domNodes),
    listeners: slope(({ listeners }) => listeners),
    serverKb: slope(({ serverKb }) => serverKb),
  };
  const faults = MEASURES.flatMap((name) => {
    const missing = samples.filter((sample) => !isMeasured(sample[name])).length;
    return missing > 0 ? [`${name} was not measured in ${missing} of ${samples.length} hours`] : [];
  });
  if (judged.length < FEWEST_SAMPLES) {
    faults.push(`${judged.length} hours are too few to judge by: ${FEWEST_SAMPLES} are needed`);
    return { judgedHours: judged.length, slopes, faults };
  }
  faults.push(
    ...memoryFaults(judged, slopes),
    ...objectFaults('domNodes', judged, slopes),
    ...objectFaults('listeners', judged, slopes),
    ...serverFaults(judged, slopes),
  );
  return { judgedHours: judged.length, slopes, faults };
}

/** Whether an hour stands out from those before it, so that it is worth measuring again: what is held does not go by waiting. */
export function standsOut(
  memory: Pick<SoakSample, 'domNodes' | 'listeners'>,
  before: readonly SoakSample[],
): boolean {
  if (before.length === 0) return false;
  return (['domNodes', 'listeners'] as const).some((name) => {
    const usual = median(before.map((sample) => sample[name]));
    return (
      memory[name] > usual + (name === 'domNodes' ? BOUNDS.lateDomNodes : BOUNDS.lateListeners)
    );
  });
}

function memoryFaults(judged: readonly SoakSample[], slopes: Slopes): string[] {
  const faults: string[] = [];
  const anHour = (slopes.heapBytes + Math.max(0, slopes.bufferBytes)) / MEGABYTE;
  if (anHour > BOUNDS.slopeMegabytes) {
    faults.push(
      `memory grows by ${anHour.toFixed(2)} MB an hour (at most ${BOUNDS.slopeMegabytes})`,
    );
  }
  const { quarters, last } = lateGrowth(judged, (sample) => heapOf(sample) + sample.bufferBytes);
  const most = BOUNDS.lateMegabytes;
  if (quarters / MEGABYTE > most) {
    faults.push(
      `memory of the last quarter is ${megabytes(quarters)} above that of the first (at most ${most})`,
    );
  }
  if (last / MEGABYTE > most) {
    faults.push(`memory of the last hour is ${megabytes(last)} above the median (at most ${most})`);
  }
  return faults;
}

function objectFaults(
  name: 'domNodes' | 'listeners',
  judged: readonly SoakSample[],
  slopes: Slopes,
): string[] {
  const faults: string[] = [];
  const anHour = slopes[name];
  if (anHour > BOUNDS.slopeObjects) {
    faults.push(`${name} grow by ${anHour.toFixed(1)} an hour (at most ${BOUNDS.slopeObjects})`);
  }
  const { quarters, last } = lateGrowth(judged, (sample) => sample[name]);
  const most = name === 'domNodes' ? BOUNDS.lateDomNodes : BOUNDS.lateListeners;
  if (quarters > most) {
    faults.push(
      `${name} of the last quarter are ${quarters} above those of the first (at most ${most})`,
    );
  }
  if (last > BOUNDS.lastObjects) {
    faults.push(
      `${name} of the last hour are ${last} above the median (at most ${BOUNDS.lastObjects})`,
    );
  }
  return faults;
}

function serverFaults(judged: readonly SoakSample[], slopes: Slopes): string[] {
  const faults: string[] = [];
  const anHour = slopes.serverKb / 1_024;
  if (anHour > BOUNDS.slopeServerMegabytes) {
    faults.push(
      `the server grows by ${anHour.toFixed(1)} MB an hour (at most ${BOUNDS.slopeServerMegabytes})`,
    );
  }
  const { quarters } = lateGrowth(judged, ({ serverKb }) => serverKb * 1_024);
  if (quarters / MEGABYTE > BOUNDS.lateServerMegabytes) {
    faults.push(
      `the server in the last quarter is ${megabytes(quarters)} above the first (at most ${BOUNDS.lateServerMegabytes})`,
    );
  }
  return faults;
}

/** By how much the last quarter's median exceeds the first's, and the last value the median of all. */
function lateGrowth(
  samples: readonly SoakSample[],
  value: (sample: SoakSample) => number,
): { quarters: number; last: number } {
  const values = samples.map(value);
  const quarter = Math.max(1, Math.floor(values.length / 4));
  return {
    quarters: median(values.slice(-quarter)) - median(values.slice(0, quarter)),
    last: (values.at(-1) ?? 0) - median(values),
  };
}

/** Nothing that is measured here can be without any: then it was not found. */
function isMeasured(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function isWhole(sample: SoakSample): boolean {
  return MEASURES.every((name) => isMeasured(sample[name]));
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

function heapOf(sample: SoakSample): number {
  return sample.pageHeapBytes + sample.engineHeapBytes + sample.mapWorkersHeapBytes;
}

/**
 * The median of the slopes between all pairs of points, so that no single odd hour decides it; 0 of fewer than two points.
 * Source: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968).
 */
export function medianSlope(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points.flatMap(([x, y], index) =>
    points
      .slice(index + 1)
      .filter(([otherX]) => otherX !== x)
      .map(([otherX, otherY]) => (otherY - y) / (otherX - x)),
  );
  return median(slopes);
}

/** 0 of nothing. */
function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = Math.floor(ascending.length / 2);
  const upper = ascending[middle] ?? 0;
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? 0) + upper) / 2;
}
