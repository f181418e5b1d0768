import {
  CONTEXTS,
  KINDS,
  type Kind,
  PLACE_PRECISIONS,
  PLACE_ROLES,
  QUANTITY_BASES,
  type QuantityUnit,
  SENSITIVITIES,
  SUBTYPES,
  type Subtype,
  TIME_PRECISIONS,
  VERIFICATIONS,
} from '../domain/vocabulary';
import { compactHeader } from './import-fields';

export interface KindWord {
  kind: Kind;
  subtype: Subtype | null;
}

/** Words for a subtype other than its own, in Dutch, French and English. */
const SUBTYPE_WORDS: Readonly<Partial<Record<Subtype, readonly string[]>>> = {
  'shots fired': ['schoten', 'schoten gelost', 'coups de feu', 'tirs', 'shots'],
  'person hit': ['persoon geraakt', 'personne touchée', 'blessé par balle'],
  'shots at building': ['beschieting', 'gevel beschoten', 'tirs sur façade', 'tirs sur bâtiment'],
  'police firearm': ['politiewapen', 'politiekogel', 'tir de police', 'police shooting'],
  cocaine: ['cocaïne', 'coke'],
  cannabis: ['wiet', 'hasj', 'hasjiesj', 'haschisch', 'marihuana', 'marijuana', 'hashish'],
  heroin: ['heroïne', 'héroïne'],
  amphetamine: ['amfetamine', 'amphétamine', 'speed'],
  mdma: ['xtc', 'ecstasy'],
  precursors: ['precursoren', 'précurseurs', 'grondstoffen'],
  'mixed drugs': ['drugs', 'drogues', 'drogue', 'verschillende drugs'],
  cash: ['geld', 'argent', 'argent liquide', 'money'],
  weapons: ['wapens', 'armes', 'weapon', 'firearms'],
  explosion: ['explosie', 'granaat', 'aanslag', 'attentat', 'grenade', 'bomb', 'bombing'],
  arson: ['brandstichting', 'incendie', 'incendie volontaire'],
  stabbing: ['steekpartij', 'coups de couteau', 'agression au couteau', 'mesaanval'],
  assault: ['geweldpleging', 'slagen', 'agression', 'coups et blessures', 'mishandeling'],
  torture: ['foltering', 'marteling', 'tortures'],
  homicide: ['moord', 'doodslag', 'meurtre', 'assassinat', 'murder', 'levensdelict'],
  'body found': ['lichaam gevonden', 'lijk', 'corps découvert', 'corps', 'body'],
  kidnapping: ['ontvoering', 'enlèvement', 'gijzeling', 'séquestration', 'abduction'],
  threat: ['bedreiging', 'menace', 'menaces', 'threats'],
  arrest: ['arrestatie', 'aanhouding', 'arrestation', 'arrests', 'interpellation'],
  corruption: ['corruptie', 'omkoping'],
  other: ['ander', 'andere', 'anders', 'autre', 'autres', 'overig'],
};

const KIND_WORDS: Readonly<Record<Kind, readonly string[]>> = {
  shooting: [
    'schietpartij',
    'schietincident',
    'fusillade',
    'shootings',
    'gun violence',
    'gun incident',
  ],
  seizure: [
    'inbeslagname',
    'inbeslagneming',
    'drugsvangst',
    'vangst',
    'saisie',
    'saisies',
    'seizures',
    'drug seizure',
  ],
  incident: [
    'feit',
    'geweld',
    'violence',
    'incidents',
    'other incident',
    'ander incident',
    'autre incident',
  ],
};

const kindsByWord = buildKinds();

function buildKinds(): Map<string, KindWord> {
  const words = new Map<string, KindWord>();
  for (const kind of KINDS) {
    for (const word of [kind, ...KIND_WORDS[kind]])
      words.set(compactHeader(word), { kind, subtype: null });
    for (const subtype of SUBTYPES[kind] as readonly Subtype[]) {
      for (const word of [subtype, ...(SUBTYPE_WORDS[subtype] ?? [])]) {
        words.set(compactHeader(word), { kind, subtype });
      }
    }
  }
  return words;
}

/** What a word says of the kind: `explosie` is an incident of subtype explosion. Null where it says nothing. */
export function readKindWord(word: string): KindWord | null {
  return kindsByWord.get(compactHeader(word)) ?? null;
}

const UNITS: Readonly<Record<string, { unit: QuantityUnit; factor: number }>> = {
  kg: { unit: 'kg', factor: 1 },
  kilo: { unit: 'kg', factor: 1 },
  kilos: { unit: 'kg', factor: 1 },
  kilogram: { unit: 'kg', factor: 1 },
  kilogramme: { unit: 'kg', factor: 1 },
  kilogrammes: { unit: 'kg', factor: 1 },
  g: { unit: 'kg', factor: 0.001 },
  gram: { unit: 'kg', factor: 0.001 },
  gramme: { unit: 'kg', factor: 0.001 },
  grammes: { unit: 'kg', factor: 0.001 },
  t: { unit: 'kg', factor: 1000 },
  ton: { unit: 'kg', factor: 1000 },
  tonne: { unit: 'kg', factor: 1000 },
  tonnes: { unit: 'kg', factor: 1000 },
  tablet: { unit: 'tablets', factor: 1 },
  tablets: { unit: 'tablets', factor: 1 },
  tabletten: { unit: 'tablets', factor: 1 },
  pillen: { unit: 'tablets', factor: 1 },
  pills: { unit: 'tablets', factor: 1 },
  comprimes: { unit: 'tablets', factor: 1 },
  plant: { unit: 'plants', factor: 1 },
  plants: { unit: 'plants', factor: 1 },
  planten: { unit: 'plants', factor: 1 },
  plantes: { unit: 'plants', factor: 1 },
  euro: { unit: 'euro', factor: 1 },
  euros: { unit: 'euro', factor: 1 },
  eur: { unit: 'euro', factor: 1 },
  '€': { unit: 'euro', factor: 1 },
  piece: { unit: 'pieces', factor: 1 },
  pieces: { unit: 'pieces', factor: 1 },
  stuk: { unit: 'pieces', factor: 1 },
  stuks: { unit: 'pieces', factor: 1 },
};

/** A unit and how many of it one of the written unit is: a tonne is 1000 kg. Null for a word that is no unit. */
export function readUnit(word: string): { unit: QuantityUnit; factor: number } | null {
  const key = word.trim() === '€' ? '€' : compactHeader(word);
  return Object.hasOwn(UNITS, key) ? (UNITS[key] ?? null) : null;
}

/** Fixed lists of a record, each with the words of the other two languages. */
const LISTS = {
  timePrecision: {
    words: TIME_PRECISIONS,
    others: {
      precies: 'exact',
      uur: 'hour',
      heure: 'hour',
      nacht: 'night',
      nuit: 'night',
      dag: 'day',
      jour: 'day',
      semaine: 'week',
      maand: 'month',
      mois: 'month',
      jaar: 'year',
      annee: 'year',
      an: 'year',
    },
  },
  placePrecision: {
    words: PLACE_PRECISIONS,
    others: {
      precies: 'exact',
      omgeving: 'vicinity',
      alentours: 'vicinity',
      wijk: 'locality',
      localite: 'locality',
      gemeente: 'municipality',
      commune: 'municipality',
      provincie: 'province',
      land: 'country',
      pays: 'country',
      zee: 'sea',
      opzee: 'sea',
      mer: 'sea',
      enmer: 'sea',
      atsea: 'sea',
    },
  },
  verification: {
    words: VERIFICATIONS,
    others: {
      onbevestigd: 'unverified',
      nonverifie: 'unverified',
      eenbron: 'single source',
      sourceunique: 'single source',
      bevestigd: 'corroborated',
      recoupe: 'corroborated',
      officieel: 'official',
      officiel: 'official',
      betwist: 'disputed',
      conteste: 'disputed',
    },
  },
  context: {
    words: CONTEXTS,
    others: {
      drogue: 'drugs',
      drogues: 'drugs',
      drug: 'drugs',
      terrorisme: 'terrorism',
      terreur: 'terrorism',
      familiaal: 'domestic',
      intrafamilial: 'domestic',
      ander: 'other',
      autre: 'other',
      onbekend: 'not stated',
      inconnu: 'not stated',
    },
  },
  sensitivity: {
    words: SENSITIVITIES,
    others: {
      minderjarige: 'minor',
      mineur: 'minor',
      seksueelgeweld: 'sexual violence',
      violencesexuelle: 'sexual violence',
      priveewoning: 'private home',
      woning: 'private home',
      domicile: 'private home',
      lopendeoperatie: 'ongoing operation',
      operationencours: 'ongoing operation',
    },
  },
  quantityBasis: { words: QUANTITY_BASES, others: { netto: 'net', bruto: 'gross', brut: 'gross' } },
  placeRole: {
    words: PLACE_ROLES,
    others: {
      indehaven: 'at the port',
      auport: 'at the port',
      doorvoer: 'in transit to it',
      entransit: 'in transit to it',
      binnenland: 'inland',
    },
  },
  status: {
    words: ['draft', 'published'],
    others: {
      ontwerp: 'draft',
      brouillon: 'draft',
      gepubliceerd: 'published',
      publie: 'published',
    },
  },
} as const satisfies Record<
  string,
  { words: readonly string[]; others: Readonly<Record<string, string>> }
>;

export type WordList = keyof typeof LISTS;
export type WordOf<L extends WordList> = (typeof LISTS)[L]['words'][number];

/** A word of a fixed list, or what is wrong with it; the possible words are named. */
export function readWord<L extends WordList>(list: L, text: string): { word: WordOf<L> } | string {
  const { words, others } = LISTS[list];
  const key = compactHeader(text);
  const own = words.find((word) => compactHeader(word) === key);
  const foreign = Object.hasOwn(others, key) ? (others as Record<string, string>)[key] : undefined;
  const word = own ?? foreign;
  return word === undefined
    ? `"${text}" is not one of ${words.join(', ')}`
    : { word: word as WordOf<L> };
}
