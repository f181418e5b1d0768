const DAY_MS = 24 * 60 * 60_000;

/** Of automatic backups only; a file with any other name is never touched. */
const NAME = /^havenwacht-(\d{4})-(\d\d)-(\d\d)T(\d\d)(\d\d)(\d\d)Z\.ndjson\.gz$/;

/** `havenwacht-2026-01-02T033000Z.ndjson.gz`: sorted by name is sorted by time. */
export function backupName(at: Date): string {
  const stamp = at.toISOString().slice(0, 19).replaceAll(':', '');
  return `havenwacht-${stamp}Z.ndjson.gz`;
}

/**
 * Which automatic backups may go: kept are the newest of each of the last `days` days (UTC) that have one, and the newest
 * of each of the last `weeks` weeks (from Monday) that have one. What fails for a while drops nothing.
 */
export function backupsToDrop(
  names: readonly string[],
  { days, weeks }: { days: number; weeks: number },
): string[] {
  const found = names.flatMap((name) => {
    const atMs = timeOf(name);
    return atMs === null ? [] : [{ name, atMs }];
  });
  found.sort((a, b) => b.atMs - a.atMs);
  const kept = new Set([
    ...newestOfEach(found, (atMs) => Math.floor(atMs / DAY_MS), days),
    ...newestOfEach(found, weekOf, weeks),
  ]);
  return found.map(({ name }) => name).filter((name) => !kept.has(name));
}

function timeOf(name: string): number | null {
  const match = NAME.exec(name);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

/** 1970 began on a Thursday. */
function weekOf(atMs: number): number {
  return Math.floor((atMs / DAY_MS + 3) / 7);
}

function newestOfEach(
  newestFirst: readonly { name: string; atMs: number }[],
  spanOf: (atMs: number) => number,
  spans: number,
): string[] {
  const newest = new Map<number, string>();
  for (const { name, atMs } of newestFirst) {
    const span = spanOf(atMs);
    if (!newest.has(span)) newest.set(span, name);
  }
  return [...newest.values()].slice(0, spans);
}
