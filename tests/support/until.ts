const LOOK_EVERY_MS = 10;
/** Where a look asks a server, which costs both the processor time that what is waited for needs too. */
export const ASK_EVERY_MS = 50;

/**
 * Looks until a condition holds and gives what it gave.
 * @throws Error that says what was waited for, once the patience is over
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  patienceMs = 5_000,
  everyMs = LOOK_EVERY_MS,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await condition();
    if (found) return found as Exclude<T, false | null | undefined>;
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs} ms in vain: ${what}`);
    await new Promise((settle) => setTimeout(settle, everyMs));
  }
}
