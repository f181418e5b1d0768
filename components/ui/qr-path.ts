import { encode } from 'uqr';

/** Modules of white around a code, which scanners need. */
const QUIET_MODULES = 4;
/** From here on a code has so many modules that little error correction leaves them larger. */
const LONG_TEXT = 300;

/** A QR code as the path of its dark modules in a square of `size` units, the quiet zone included. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, {
    ecc: text.length > LONG_TEXT ? 'L' : 'M',
    border: QUIET_MODULES,
  });
  const runs = data.flatMap((row, y) =>
    runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`),
  );
  return { path: runs.join(''), size };
}

/** Where runs of dark modules begin in a row, and how long they are. */
function runsOf(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  row.forEach((isDark, x) => {
    const last = runs.at(-1);
    if (isDark && last && last[0] + last[1] === x) last[1] += 1;
    else if (isDark) runs.push([x, 1]);
  });
  return runs;
}
