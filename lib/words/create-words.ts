import type { useFormatter, useTranslations } from 'use-intl';
import type { PublicIncident, Quantity } from '@/lib/domain/incident';
import { brusselsDay } from '@/lib/domain/time';
import type { Locale } from '@/lib/domain/vocabulary';
import { announcedLater, placeWords, regionName, textIn, timeWords } from './record-words';

const MOST_DECIMALS = 3;
const GRAMS_PER_KG = 1000;
const KG_PER_TONNE = 1000;
const METRES_PER_KM = 1000;
/** Sums from here on are told in tonnes. */
const TONNES_FROM_KG = 10_000;

interface Range {
  low: number | null;
  best: number;
  high: number | null;
}

/** What words are made of: of React's context in components, of a request's language in a route. */
export interface WordsOptions {
  locale: Locale;
  /** Of all messages, without a namespace. */
  t: ReturnType<typeof useTranslations<never>>;
  format: ReturnType<typeof useFormatter>;
}

/** Says records, places, times and amounts in a language. */
export function createWords({ locale, t, format }: WordsOptions) {
  const day = (ms: number) =>
    format.dateTime(ms, { day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = (ms: number) =>
    format.dateTime(ms, { day: 'numeric', month: 'short', year: 'numeric' });
  const clock = (ms: number) => format.dateTime(ms, { hour: '2-digit', minute: '2-digit' });
  const month = (ms: number) => format.dateTime(ms, { month: 'long', year: 'numeric' });
  const number = (value: number, mostDecimals = MOST_DECIMALS) =>
    format.number(value, { maximumFractionDigits: mostDecimals });

  /** Metres, or kilometres from one on. */
  const distance = (metres: number) =>
    metres < METRES_PER_KM
      ? `${number(metres)}\u00a0m`
      : `${number(metres / METRES_PER_KM, 1)}\u00a0km`;

  /** With its sign, and a minus as wide as the plus. */
  const signed = (value: number) =>
    format.number(value, { signDisplay: 'exceptZero' }).replace('-', '−');

  const when = (record: Parameters<typeof timeWords>[0]) => {
    const { key, fromMs, toMs } = timeWords(record);
    return t(`time.${key}`, {
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
    return t(`place.${key}`, { place, metres: number(metres) });
  };

  /** D8: what is told today of an earlier day says both. */
  const announcedToday = (record: PublicIncident, nowMs: number) => {
    const announcedMs = announcedLater(record);
    if (announcedMs === null || brusselsDay(announcedMs) !== brusselsDay(nowMs)) return null;
    return t('time.announcedToday', { date: day(Date.parse(record.occurredFrom)) });
  };

  const announced = (record: PublicIncident) => {
    const announcedMs = announcedLater(record);
    return announcedMs === null ? null : t('time.announced', { date: day(announcedMs) });
  };

  const range = ({ low, best, high }: Range) => {
    const least = low ?? best;
    const most = high ?? best;
    if (least === most) return number(best);
    if (best === least || best === most) {
      return t('units.range', { low: number(least), high: number(most) });
    }
    return t('units.bestRange', { best: number(best), low: number(least), high: number(most) });
  };

  const quantity = (amount: Quantity) => {
    const text = t(`units.${amount.unit}`, { amount: range(amount) });
    return amount.basis === 'not stated' ? text : `${text} (${t(`units.${amount.basis}`)})`;
  };

  const kindOf = ({ kind, subtype }: Pick<PublicIncident, 'kind' | 'subtype'>) =>
    subtype ? `${t(`kinds.${kind}`)}: ${t(`subtypes.${subtype}`)}` : t(`kinds.${kind}`);

  const weight = (grams: number) => {
    const kg = grams / GRAMS_PER_KG;
    if (kg < TONNES_FROM_KG)
      return t('units.kg', { amount: format.number(kg, { maximumFractionDigits: 0 }) });
    return t('units.tonnes', {
      amount: format.number(kg / KG_PER_TONNE, { maximumFractionDigits: 1 }),
    });
  };

  return {
    locale,
    day,
    shortDay,
    clock,
    number,
    distance,
    signed,
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
