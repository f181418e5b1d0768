import { regionByCode } from '../gazetteer';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Why a region that was merged into another has no polygon here, and boundaries of which day to take; null for a region of
 * today. Records are counted on the regions of today: its polygon would be drawn as if nothing had happened there.
 */
export function mergedFault(code: string): string | null {
  const merged = regionByCode(code);
  let ended = merged;
  let today = regionByCode(merged?.successor ?? '');
  while (today?.successor) {
    ended = today;
    today = regionByCode(today.successor);
  }
  if (!merged || !today) return null;
  const since = ended?.validTo ? ` of ${dayAfter(ended.validTo)} or later` : ' of today';
  return `is ${merged.names.en}, which became part of ${today.code} ${today.names.en}: take boundaries${since}`;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
