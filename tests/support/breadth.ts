/** Whether this run is one of `npm run nightly`, which has hours and not minutes. */
export const isNightly = process.env.TEST_BREADTH === 'nightly';

/** How often a test repeats what it does, or with how much: `npm test` is to end in a quarter of an hour. */
export function often(usual: number, nightly: number): number {
  return isNightly ? nightly : usual;
}
