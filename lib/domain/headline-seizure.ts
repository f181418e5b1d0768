import { formatNumber, type Phrase } from './headline-phrases';
import type { Locale, QuantityUnit, Subtype } from './vocabulary';

/** What was seized; `over` where the source gives a lower bound, `about` where it rounds. */
export interface HeadlineQuantity {
  best: number;
  unit: QuantityUnit;
  bound?: 'over' | 'about' | null;
}

interface Goods {
  names: Phrase;
  /** French past participle of the goods alone: "Cocaïne saisie". */
  seized: string;
}

const GOODS: Partial<Record<Subtype, Goods>> = {
  cocaine: { names: { nl: 'cocaïne', fr: 'cocaïne', en: 'cocaine' }, seized: 'saisie' },
  cannabis: { names: { nl: 'cannabis', fr: 'cannabis', en: 'cannabis' }, seized: 'saisi' },
  heroin: { names: { nl: 'heroïne', fr: 'héroïne', en: 'heroin' }, seized: 'saisie' },
  amphetamine: {
    names: { nl: 'amfetamine', fr: 'amphétamine', en: 'amphetamine' },
    seized: 'saisie',
  },
  mdma: { names: { nl: 'mdma', fr: 'MDMA', en: 'MDMA' }, seized: 'saisie' },
  precursors: {
    names: { nl: 'drugsprecursoren', fr: 'précurseurs de drogue', en: 'drug precursors' },
    seized: 'saisis',
  },
  'mixed drugs': { names: { nl: 'drugs', fr: 'drogues', en: 'drugs' }, seized: 'saisies' },
  cash: { names: { nl: 'cash', fr: 'argent liquide', en: 'cash' }, seized: 'saisi' },
  weapons: { names: { nl: 'wapens', fr: 'armes', en: 'weapons' }, seized: 'saisies' },
};

const SEIZED: Phrase = { nl: 'in beslag genomen', fr: 'saisis', en: 'seized' };
const BOUNDS: Record<'over' | 'about', Phrase> = {
  over: { nl: 'Meer dan', fr: 'Plus de', en: 'More than' },
  about: { nl: 'Ongeveer', fr: 'Environ', en: 'About' },
};

/** "613 kg of cocaine seized", "2,28 tonnes de cocaïne saisies", "Inbeslagname" where nobody said what. */
export function seizurePhrase(
  subtype: Subtype | null,
  quantity: HeadlineQuantity | null,
  locale: Locale,
): string {
  const goods = subtype ? GOODS[subtype] : undefined;
  if (!quantity)
    return goods
      ? goodsAlone(goods, locale)
      : { nl: 'Inbeslagname', fr: 'Saisie', en: 'Seizure' }[locale];
  const phrase = amountPhrase(quantity, goods, locale);
  return quantity.bound ? `${BOUNDS[quantity.bound][locale]} ${phrase}` : phrase;
}

function goodsAlone(goods: Goods, locale: Locale): string {
  const name = goods.names[locale];
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return `${capital} ${locale === 'fr' ? goods.seized : SEIZED[locale]}`;
}

function amountPhrase(
  quantity: HeadlineQuantity,
  goods: Goods | undefined,
  locale: Locale,
): string {
  if (quantity.unit === 'kg') return weightPhrase(quantity.best, goods, locale);
  const count = formatNumber(quantity.best, locale, 0);
  const plural = locale === 'fr' ? quantity.best >= 2 : quantity.best !== 1;
  if (quantity.unit === 'euro') return cashPhrase(count, plural, locale);
  return piecesPhrase(quantity.unit, count, plural, goods, locale);
}

/** Under a tonne in kilograms, above in tonnes with up to three significant digits. */
function weightPhrase(kilograms: number, goods: Goods | undefined, locale: Locale): string {
  const tonnes = kilograms >= 1000;
  const value = tonnes ? kilograms / 1000 : kilograms;
  const number = formatNumber(value, locale, tonnes ? (value < 10 ? 2 : 1) : value < 100 ? 1 : 0);
  const name = goods?.names[locale] ?? { nl: 'goederen', fr: 'marchandises', en: 'goods' }[locale];
  if (locale === 'nl') return `${number} ${tonnes ? 'ton' : 'kg'} ${name} ${SEIZED.nl}`;
  if (locale === 'en') {
    const unit = tonnes ? (number === '1' ? 'tonne' : 'tonnes') : 'kg';
    return `${number} ${unit} of ${name} ${SEIZED.en}`;
  }
  const plural = value >= 2;
  const unit = tonnes ? (plural ? 'tonnes' : 'tonne') : 'kg';
  return `${number} ${unit} ${frenchOfGoods(name)} saisi${tonnes ? 'e' : ''}${plural ? 's' : ''}`;
}

function cashPhrase(count: string, plural: boolean, locale: Locale): string {
  if (locale === 'nl') return `${count} euro cash ${SEIZED.nl}`;
  if (locale === 'en') return `€${count} in cash ${SEIZED.en}`;
  return `${count} euro${plural ? 's' : ''} en liquide saisi${plural ? 's' : ''}`;
}

function piecesPhrase(
  unit: 'tablets' | 'plants' | 'pieces',
  count: string,
  plural: boolean,
  goods: Goods | undefined,
  locale: Locale,
): string {
  const name = goods?.names[locale] ?? '';
  const s = plural ? 's' : '';
  if (unit === 'pieces' && goods === GOODS.weapons) {
    if (locale === 'fr') return `${count} arme${s} saisie${s}`;
    const noun = { nl: plural ? 'wapens' : 'wapen', en: `weapon${s}` }[locale];
    return `${count} ${noun} ${SEIZED[locale]}`;
  }
  if (locale === 'nl') {
    const noun = {
      tablets: ['tablet', 'tabletten'],
      plants: ['plant', 'planten'],
      pieces: ['stuk', 'stuks'],
    }[unit];
    return [count, noun[plural ? 1 : 0], name, SEIZED.nl].filter(Boolean).join(' ');
  }
  if (locale === 'en') {
    const noun = { tablets: 'tablet', plants: 'plant', pieces: 'piece' }[unit] + s;
    return `${count} ${noun}${name ? ` of ${name}` : ''} ${SEIZED.en}`;
  }
  const noun = { tablets: 'comprimé', plants: 'plant', pieces: 'pièce' }[unit] + s;
  const feminine = unit === 'pieces' ? 'e' : '';
  return `${count} ${noun}${name ? ` ${frenchOfGoods(name)}` : ''} saisi${feminine}${s}`;
}

/** "de cocaïne", "d’héroïne", "d’amphétamine": here an initial h is mute. */
function frenchOfGoods(name: string): string {
  return /^[aeiouhéè]/iu.test(name) ? `d’${name}` : `de ${name}`;
}
