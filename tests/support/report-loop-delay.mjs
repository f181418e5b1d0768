// Preloaded into a server by NODE_OPTIONS: writes how long its event loop was held up, and the processor time of all its
// threads, to the file that LOOP_DELAY_FILE names, twice a second, so that the figures survive a kill.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const file = process.env.LOOP_DELAY_FILE;
if (isMainThread && file) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const milliseconds = (nanoseconds) => Math.round(nanoseconds / 1e6);
  const write = () =>
    writeFileSync(
      file,
      JSON.stringify({
        p50Ms: milliseconds(delay.percentile(50)),
        p99Ms: milliseconds(delay.percentile(99)),
        maxMs: milliseconds(delay.max),
        cpuSeconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1e5) / 10,
      }),
    );
  setInterval(write, 500).unref();
}
