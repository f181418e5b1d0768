import type { Locale } from './vocabulary';

export type Phrase = Record<Locale, string>;

export interface Casualties {
  killed: number;
  injured: number;
}

/**
 * Where a headline's event took place. `type` decides the preposition; the names of type `sea` are whole phrases ("at
 * sea off the Azores"), those of every other type bare names ("Anvers", "Le Havre").
 */
export interface HeadlinePlace {
  type: 'port' | 'municipality' | 'district' | 'province' | 'country' | 'sea';
  names: Phrase;
}

const NUMBER_WORDS: Record<Locale, readonly string[]> = {
  nl: ['Nul', 'Eén', 'Twee', 'Drie', 'Vier', 'Vijf', 'Zes', 'Zeven', 'Acht', 'Negen', 'Tien'],
  fr: ['Aucun', 'Un', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six', 'Sept', 'Huit', 'Neuf', 'Dix'],
  en: ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'],
};

/** "One dead, two wounded"; `injury` is "hurt" where the cause is not a weapon. Numbers up to ten are words. */
export function casualtyPhrase(
  casualties: Casualties,
  locale: Locale,
  injury: 'hurt' | 'wounded',
): string {
  const { killed, injured } = casualties;
  const dead = killed > 0 ? deadPhrase(killed, locale) : '';
  const wounded = injured > 0 ? injuredPhrase(injured, locale, injury) : '';
  if (!dead || !wounded) return dead || wounded;
  const second = wounded.charAt(0).toLowerCase() + wounded.slice(1);
  return { nl: `${dead} en ${second}`, fr: `${dead} et ${second}`, en: `${dead}, ${second}` }[
    locale
  ];
}

function deadPhrase(count: number, locale: Locale): string {
  const one = count === 1;
  const words: Phrase = { nl: one ? 'dode' : 'doden', fr: one ? 'mort' : 'morts', en: 'dead' };
  return `${numberWord(count, locale)} ${words[locale]}`;
}

function injuredPhrase(count: number, locale: Locale, injury: 'hurt' | 'wounded'): string {
  const one = count === 1;
  const words: Phrase = {
    nl: one ? 'gewonde' : 'gewonden',
    fr: one ? 'blessé' : 'blessés',
    en: injury,
  };
  return `${numberWord(count, locale)} ${words[locale]}`;
}

function numberWord(count: number, locale: Locale): string {
  return NUMBER_WORDS[locale][count] ?? formatNumber(count, locale, 0);
}

const FORMAT_LOCALE: Phrase = { nl: 'nl-BE', fr: 'fr-BE', en: 'en-GB' };
/** Making a formatter costs far more than using it. */
const formats = new Map<string, Intl.NumberFormat>();

/** A number as a Belgian or British newspaper prints it, with at most `digits` decimals. */
export function formatNumber(value: number, locale: Locale, digits: number): string {
  const key = `${locale}${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(FORMAT_LOCALE[locale], { maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format.format(value);
}

/** The place with its preposition if `inline`, bare otherwise: "in de haven van Durrës", "au Havre", "Anderlecht". */
export function placePhrase(place: HeadlinePlace, locale: Locale, inline: boolean): string {
  const name = withoutType(place.names[locale], locale);
  if (name === '') return '';
  if (place.type === 'sea' || !inline) return name;
  if (locale === 'fr') return frenchPlace(place.type, name);
  if (place.type === 'port')
    return locale === 'nl' ? `in de haven van ${name}` : `at the port of ${name}`;
  if (place.type === 'country' || place.type === 'province') return `in ${articled(name, locale)}`;
  return `in ${name}`;
}

/** Names that a list writes with their type and a sentence writes otherwise. */
const IN_A_SENTENCE: Record<Locale, ReadonlyMap<string, string>> = {
  nl: new Map([
    ['Stad Brussel', 'Brussel-stad'],
    ['Brussel (Gewest)', 'Brussels Gewest'],
  ]),
  fr: new Map([
    ['Ville de Bruxelles', 'Bruxelles-Ville'],
    ['Bruxelles (Région)', 'Région bruxelloise'],
  ]),
  en: new Map([
    ['Brussels (Region)', 'Brussels Region'],
    ['Antwerpen (district)', 'Antwerp'],
  ]),
};

/** "Antwerp (port)" names the type in a list; in a sentence the sentence says it. */
function withoutType(name: string, locale: Locale): string {
  return IN_A_SENTENCE[locale].get(name) ?? name.replace(/\s*\([^)]*\)\s*$/u, '').trim();
}

const WITH_ARTICLE: Record<'nl' | 'en', RegExp> = {
  nl: /^(Verenigd Koninkrijk|Brussels Gewest)$/u,
  en: /^(Netherlands|United Kingdom|Brussels Region)$/u,
};

function articled(name: string, locale: 'nl' | 'en'): string {
  if (!WITH_ARTICLE[locale].test(name)) return name;
  return locale === 'nl' ? `het ${name}` : `the ${name}`;
}

const FRENCH_COUNTRY_AU = new Set([
  'Portugal',
  'Danemark',
  'Royaume-Uni',
  'Monténégro',
  'Luxembourg',
  'Maroc',
]);
const FRENCH_COUNTRY_A = new Set(['Malte', 'Chypre', 'Gibraltar']);
const FRENCH_PROVINCE_EN = /^(Flandre|Brabant)/u;

function frenchPlace(type: HeadlinePlace['type'], name: string): string {
  if (type === 'port') return `au port ${frenchOf(name)}`;
  if (type === 'country') return frenchCountry(name);
  if (type === 'province') return frenchProvince(name);
  if (name.startsWith('Le ')) return `au ${name.slice(3)}`;
  if (name.startsWith('Les ')) return `aux ${name.slice(4)}`;
  return `à ${name}`;
}

function frenchCountry(name: string): string {
  if (name === 'Pays-Bas') return 'aux Pays-Bas';
  if (FRENCH_COUNTRY_AU.has(name)) return `au ${name}`;
  return FRENCH_COUNTRY_A.has(name) ? `à ${name}` : `en ${name}`;
}

function frenchProvince(name: string): string {
  if (name.startsWith('Région')) return `en ${name}`;
  return FRENCH_PROVINCE_EN.test(name) ? `en ${name}` : `en province ${frenchOf(name)}`;
}

/** "d’Anvers", "de Gand", "du Havre", "des Sables"; an initial h is taken as aspirated, as in Hambourg. */
function frenchOf(name: string): string {
  if (name.startsWith('Le ')) return `du ${name.slice(3)}`;
  if (name.startsWith('Les ')) return `des ${name.slice(4)}`;
  return /^[aeiouyàâäéèêëîïôöûü]/iu.test(name) ? `d’${name}` : `de ${name}`;
}
