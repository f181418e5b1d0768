import { availableParallelism, loadavg } from 'node:os';
import { BOUNDS, type SoakSample, type Verdict } from './judge-soak';

export interface SoakRun {
  samples: readonly SoakSample[];
  verdict: Verdict;
  /** From the first update to the last digest. */
  minutes: number;
  seed: number;
  /** Whether wall and server had one digest, at the end of every hour and after the last. */
  haveEqualDigests: boolean;
  /** Documents that the wall opened; 1 is none but the first. */
  documents: number;
  /** What was not as it has to be; empty where all of it was. */
  faults: readonly string[];
}

const MEGABYTE = 1_024 * 1_024;

/** The run as a page of Markdown. */
export function tellSoak(run: SoakRun, now: Date): string {
  const { samples, verdict, minutes, seed, haveEqualDigests, documents, faults } = run;
  const { slopes } = verdict;
  const last = samples.at(-1);
  const lines = [
    '# What `npm run soak` saw',
    '',
    `${last?.updates ?? 0} live updates and ${last?.scenes ?? 0} changes of scene on one wall in ${minutes.toFixed(0)} minutes, seed ${seed}, ${now.toISOString().slice(0, 10)}, ${availableParallelism()} cores (load ${(loadavg()[0] ?? 0).toFixed(0)}).`,
    '',
    `An hour is a twenty-fourth of the updates. At its end the wall has the server's digest, a scene with the map alone stands, garbage is collected three times in the page and in every worker, and then memory is read. Slopes are medians of the slopes between all pairs of hours (Theil and Sen), without the first sixth of them, in which caches fill. What begins late no slope shows: the median of the last quarter may exceed that of the first by ${BOUNDS.lateMegabytes} MB, ${BOUNDS.lateDomNodes} DOM nodes and ${BOUNDS.lateListeners} listeners (the server's by ${BOUNDS.lateServerMegabytes} MB), and the last hour the median of all by ${BOUNDS.lateMegabytes} MB and ${BOUNDS.lastObjects} nodes or listeners. Each hour is measured four times, a second apart, one whose nodes or listeners stand out up to six times, and the least counts, since what has just left the screen may be held until the next drawing, and what waits for an answer until it has come; an hour in which something could not be measured is a fault. As many records are withdrawn as are created, so nothing is subtracted for the data. What grows with minutes and not with updates (heartbeats, frames, scenes) is as long as the run was: \`--minutes 1440\` is a day of it.`,
    '',
    '| hour | updates | scenes | page, MB | engine, MB | map workers, MB | arrays, MB | DOM nodes | listeners | server, MB |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...samples.map(rowOf),
    '',
    '| measure | an hour | allowed |',
    '|---|---|---|',
    `| heaps of page and workers | ${signed(slopes.heapBytes / MEGABYTE, 3)} MB | with the arrays at most ${BOUNDS.slopeMegabytes} MB |`,
    `| arrays | ${signed(slopes.bufferBytes / MEGABYTE, 3)} MB | |`,
    `| DOM nodes | ${signed(slopes.domNodes, 2)} | ${BOUNDS.slopeObjects} |`,
    `| listeners | ${signed(slopes.listeners, 2)} | ${BOUNDS.slopeObjects} |`,
    `| the server's process | ${signed(slopes.serverKb / 1_024, 2)} MB | ${BOUNDS.slopeServerMegabytes} MB |`,
    '',
    `Digests of wall and server: ${haveEqualDigests ? 'equal' : '**not equal**'}. Documents opened: ${documents}.`,
    '',
    faults.length === 0 ? '**Held.**' : `**Not held:** ${faults.join('; ')}.`,
    '',
  ];
  return lines.join('\n');
}

/** One hour in one line, for the table and for who watches. */
export function rowOf(sample: SoakSample): string {
  const { hour, updates, scenes, domNodes, listeners, serverKb } = sample;
  const megabytes = [
    sample.pageHeapBytes,
    sample.engineHeapBytes,
    sample.mapWorkersHeapBytes,
    sample.bufferBytes,
  ]
    .map((bytes) => (bytes / MEGABYTE).toFixed(2))
    .join(' | ');
  return `| ${hour} | ${updates} | ${scenes} | ${megabytes} | ${domNodes} | ${listeners} | ${(serverKb / 1_024).toFixed(0)} |`;
}

function signed(number: number, digits: number): string {
  return `${number < 0 ? '' : '+'}${number.toFixed(digits)}`;
}
