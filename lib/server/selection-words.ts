import { createFormatter, createTranslator } from 'use-intl/core';
import en from '@/app/messages/en.json';
import fr from '@/app/messages/fr.json';
import nl from '@/app/messages/nl.json';
import type { Filter, QuantityRange } from '@/lib/domain/filter';
import { startOfBrusselsDayMs, TIME_ZONE } from '@/lib/domain/time';
import type { Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { FORMAT_LOCALES } from '@/lib/url/preferred-locale';

const MESSAGES: Record<Locale, typeof en> = { nl, fr, en };
const GRAMS_PER_KG = 1000;
const METRES_PER_KM = 1000;

/** Says what a selection is, in the words of the explorer's own filters. */
export function selectionWords(locale: Locale) {
  const options = { locale: FORMAT_LOCALES[locale], timeZone: TIME_ZONE };
  const t = createTranslator({ ...options, messages: MESSAGES[locale] });
  const format = createFormatter(options);
  const number = (value: number) => format.number(value, { maximumFractionDigits: 3 });
  const day = (text: string) =>
    format.dateTime(startOfBrusselsDayMs(text), { day: 'numeric', month: 'long', year: 'numeric' });

  const quantity = ({ unit, least, most }: QuantityRange) => {
    const say = (amount: number) =>
      t(`units.${unit}`, { amount: number(unit === 'kg' ? amount / GRAMS_PER_KG : amount) });
    if (least !== null && most !== null) {
      return t('filters.amountBetween', { least: say(least), most: say(most) });
    }
    if (least !== null) return t('filters.amountLeast', { least: say(least) });
    if (most !== null) return t('filters.amountMost', { most: say(most) });
    return t('filters.amountStated', { unit: t(`filters.unitNames.${unit}`) });
  };

  const shape = (drawn: NonNullable<Filter['shape']>) => {
    if (drawn.type === 'polygon') return t('filters.polygon', { count: drawn.ring.length });
    const [lng, lat] = drawn.center;
    const radius = number(drawn.radiusMetres / METRES_PER_KM);
    return t('filters.circle', { radius, lat: number(lat), lng: number(lng) });
  };

  const period = ({ from, to }: Filter) => {
    if (from !== null && to !== null) {
      return t('takeAway.between', { from: day(from), to: day(to) });
    }
    if (from !== null) return t('takeAway.since', { from: day(from) });
    return to === null ? null : t('takeAway.until', { to: day(to) });
  };

  /** Everything that narrows the selection; what narrows nothing is said too. */
  const filter = (asked: Filter): string => {
    const parts = [
      asked.kinds.map((word) => t(`kindsMany.${word}`)),
      [...asked.subtypes, ...asked.drugs].map((word) => t(`subtypes.${word}`)),
      asked.regions.map((code) => regionByCode(code)?.names[locale] ?? code),
      [period(asked) ?? []].flat(),
      asked.casualties.map((word) => t(`filters.casualties.${word}`)),
      asked.verifications.map((word) => t(`verifications.${word}`)),
      asked.contexts.map((word) => t('filters.context', { word: t(`contexts.${word}`) })),
      asked.quantity ? [quantity(asked.quantity)] : [],
      asked.shape ? [shape(asked.shape)] : [],
      asked.text === null ? [] : [t('filters.text', { text: asked.text })],
    ];
    const said = parts.filter((part) => part.length > 0).map((part) => part.join(', '));
    return said.length > 0 ? said.join(' · ') : t('takeAway.everything');
  };

  /** Of files and feeds. */
  const title = (asked: Filter): string =>
    t(asked.scope === 'simulated' ? 'takeAway.simulatedTitle' : 'takeAway.title', {
      filter: filter(asked),
    });

  return { t, day, filter, title };
}
