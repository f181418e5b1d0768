import type { PublicIncident } from '@/lib/domain/incident';
import { type Localised, labelRegionOf } from '@/lib/domain/region';
import { brusselsDay } from '@/lib/domain/time';
import type { Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/known-regions';
import { shortRegionName } from '@/lib/regions/region-label';

type TimeKey =
  | 'exact'
  | 'hour'
  | 'night'
  | 'day'
  | 'days'
  | 'week'
  | 'month'
  | 'months'
  | 'year'
  | 'years';

/** Which sentence says when a record happened, and the instants that fill it in. */
export interface TimeWords {
  key: TimeKey;
  fromMs: number;
  toMs: number;
}

type Timed = Pick<PublicIncident, 'occurredFrom' | 'occurredTo' | 'timePrecision'>;

/** D8: a time is told no more exactly than it is known, in Brussels' days. */
export function timeWords({ occurredFrom, occurredTo, timePrecision }: Timed): TimeWords {
  const fromMs = Date.parse(occurredFrom);
  // An interval that ends at midnight does not touch the day that begins there.
  const toMs = Math.max(fromMs, Date.parse(occurredTo) - 1);
  const digits = { month: 7, year: 4, day: 10 } as const;
  const isLonger = (length: number) =>
    brusselsDay(fromMs).slice(0, length) !== brusselsDay(toMs).slice(0, length);
  switch (timePrecision) {
    case 'day':
      return { key: isLonger(digits.day) ? 'days' : 'day', fromMs, toMs };
    case 'night':
      return { key: isLonger(digits.day) ? 'night' : 'day', fromMs, toMs };
    case 'month':
      return { key: isLonger(digits.month) ? 'months' : 'month', fromMs, toMs };
    case 'year':
      return { key: isLonger(digits.year) ? 'years' : 'year', fromMs, toMs };
    default:
      return { key: timePrecision, fromMs, toMs };
  }
}

type PlaceKey =
  | 'exact'
  | 'vicinity'
  | 'locality'
  | 'municipality'
  | 'port'
  | 'province'
  | 'country'
  | 'sea'
  | 'seaNear'
  | 'unknown'
  | 'unnamed';

/** Which sentence says where a record happened, the name that fills it in, and its uncertainty. */
export interface PlaceWords {
  key: PlaceKey;
  place: string;
  metres: number;
}

type Placed = Pick<
  PublicIncident,
  | 'placePrecision'
  | 'placeName'
  | 'uncertaintyMetres'
  | 'country'
  | 'province'
  | 'municipality'
  | 'district'
  | 'policeZone'
  | 'port'
>;

/** D9: a place is told no more exactly than it may be shown. */
export function placeWords(record: Placed, locale: Locale): PlaceWords {
  const area = labelRegionOf(record);
  const areaName = area === null ? null : regionName(area, locale);
  const spot = record.placeName ? textIn(record.placeName, locale).text : null;
  const metres = record.uncertaintyMetres ?? 0;
  const precision = record.placePrecision;
  const name = [spot, areaName]
    .filter((part, index, parts) => part && parts.indexOf(part) === index)
    .join(', ');
  if (precision === 'sea') return { key: name ? 'seaNear' : 'sea', place: name, metres };
  if (precision === 'exact' || precision === 'vicinity' || precision === 'locality') {
    return name ? { key: precision, place: name, metres } : { key: 'unnamed', place: '', metres };
  }
  if (area === null) return { key: 'unknown', place: '', metres };
  if (area === record.port) return { key: 'port', place: areaName ?? area, metres };
  if (area === record.province || area === record.country) {
    return { key: area === record.province ? 'province' : 'country', place: name, metres };
  }
  return { key: 'municipality', place: name, metres };
}

/** A region's name without its type, or its code where the gazetteer does not know it. */
export function regionName(code: string, locale: Locale): string {
  const region = regionByCode(code);
  return region ? shortRegionName(region, locale) : code;
}

/** A text in the reader's language, or else in another, with the language that it is in. */
export function textIn(texts: Localised, locale: Locale): { text: string; lang: Locale } {
  for (const lang of [locale, 'en', 'fr', 'nl'] as const) {
    const text = texts[lang];
    if (text) return { text, lang };
  }
  return { text: '', lang: locale };
}

/** When a record was announced, if that was on another day than it happened. */
export function announcedLater(
  record: Pick<PublicIncident, 'announcedAt' | 'occurredTo'>,
): number | null {
  if (!record.announcedAt) return null;
  const announcedMs = Date.parse(record.announcedAt);
  return brusselsDay(announcedMs) > brusselsDay(Date.parse(record.occurredTo)) ? announcedMs : null;
}
