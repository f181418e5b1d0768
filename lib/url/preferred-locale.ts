import { LOCALES, type Locale } from '@/lib/domain/vocabulary';

const FALLBACK: Locale = 'en';
const MOST_LANGUAGES = 50;

/** The language of ours that an `Accept-Language` header ranks first; English where it names none of them. */
export function preferredLocale(header: string | null): Locale {
  const ranked = (header ?? '')
    .split(',', MOST_LANGUAGES)
    .map(readLanguage)
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of ranked) {
    const found = LOCALES.find((locale) => locale === language);
    if (found) return found;
  }
  return FALLBACK;
}

function readLanguage(entry: string): { language: string; quality: number } {
  const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
  const quality = parameters
    .map((text) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(text)?.[1])
    .find(Boolean);
  return {
    language: tag.split('-')[0] ?? '',
    quality: quality === undefined ? 1 : Number(quality),
  };
}

/** Language tags for numbers and dates: how Flanders, French-speaking Belgium and international readers write them. */
export const FORMAT_LOCALES: Record<Locale, string> = { nl: 'nl-BE', fr: 'fr-BE', en: 'en-GB' };

export function isLocale(text: string): text is Locale {
  return (LOCALES as readonly string[]).includes(text);
}
