'use client';

import { useFormatter, useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { PublicIncident, Quantity } from '@/lib/domain/incident';
import { brusselsDay } from '@/lib/domain/time';
import { announcedLater, placeWords, regionName, textIn, timeWords } from './record-words';

const MOST_DECIMALS = 3;
const GRAMS_PER_KG = 1000;
const KG_PER_TONNE = 1000;
/** Sums from here on are told in tonnes. */
const TONNES_FROM_KG = 10_000;

interface Range {
  low: number | null;
  best: number;
  high: number | null;
}

/** Says records, places, times and amounts in the reader's language. */
export function useWords() {
  const locale = useReaderLocale();
  const format = useFormatter();
  const tTime = useTranslations('time');
  const tPlace = useTranslations('place');
  const tUnits = useTranslations('units');
  const tKinds = useTranslations('kinds');
  const tSubtypes = useTranslations('subtypes');

  const day = (ms: number) =>
    format.dateTime(ms, { day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = (ms: number) =>
    format.dateTime(ms, { day: 'numeric', month: 'short', year: 'numeric' });
  const clock = (ms: number) => format.dateTime(ms, { hour: '2-digit', minute: '2-digit' });
  const month = (ms: number) => format.dateTime(ms, { month: 'long', year: 'numeric' });
  const number = (value: number, mostDecimals = MOST_DECIMALS) =>
    format.number(value, { maximumFractionDigits: mostDecimals });

  const when = (record: Parameters<typeof timeWords>[0]) => {
    const { key, fromMs, toMs } = timeWords(record);
    return tTime(key, {
      date: day(fromMs),
      dateTo: day(toMs),
      time: clock(fromMs),
      month: month(fromMs),
      monthTo: month(toMs),
      year: brusselsDay(fromMs).slice(0, 4),
      yearTo: brusselsDay(toMs).slice(0, 4),
    });
  };

  const where = (record: Parameters<typeof placeWords>[0]) => {
    const { key, place, metres } = placeWords(record, locale);
    return tPlace(key, { place, metres: number(metres) });
  };

  /** D8: what is told today of an earlier day says both. */
  const announcedToday = (record: PublicIncident, nowMs: number) => {
    const announcedMs = announcedLater(record);
    if (announcedMs === null || brusselsDay(announcedMs) !== brusselsDay(nowMs)) return null;
    return tTime('announcedToday', { date: day(Date.parse(record.occurredFrom)) });
  };

  const announced = (record: PublicIncident) => {
    const announcedMs = announcedLater(record);
    return announcedMs === null ? null : tTime('announced', { date: day(announcedMs) });
  };

  const range = ({ low, best, high }: Range) => {
    const least = low ?? best;
    const most = high ?? best;
    if (least === most) return number(best);
    if (best === least || best === most) {
      return tUnits('range', { low: number(least), high: number(most) });
    }
    return tUnits('bestRange', { best: number(best), low: number(least), high: number(most) });
  };

  const quantity = (amount: Quantity) => {
    const text = tUnits(amount.unit, { amount: range(amount) });
    return amount.basis === 'not stated' ? text : `${text} (${tUnits(amount.basis)})`;
  };

  const kindOf = ({ kind, subtype }: Pick<PublicIncident, 'kind' | 'subtype'>) =>
    subtype ? `${tKinds(kind)}: ${tSubtypes(subtype)}` : tKinds(kind);

  const weight = (grams: number) => {
    const kg = grams / GRAMS_PER_KG;
    if (kg < TONNES_FROM_KG)
      return tUnits('kg', { amount: format.number(kg, { maximumFractionDigits: 0 }) });
    return tUnits('tonnes', {
      amount: format.number(kg / KG_PER_TONNE, { maximumFractionDigits: 1 }),
    });
  };

  return {
    locale,
    day,
    shortDay,
    clock,
    number,
    when,
    where,
    announced,
    announcedToday,
    range,
    quantity,
    kindOf,
    weight,
    region: (code: string) => regionName(code, locale),
    text: (texts: Parameters<typeof textIn>[0]) => textIn(texts, locale),
  };
}
