import {
  type Casualties,
  casualtyPhrase,
  type HeadlinePlace,
  type Phrase,
  placePhrase,
} from './headline-phrases';
import { type HeadlineQuantity, seizurePhrase } from './headline-seizure';
import type { Kind, Locale, Subtype } from './vocabulary';

/** What an attack was aimed at, as far as a headline says it. */
type HeadlineTarget = 'house' | 'business' | 'building' | 'vehicle';
/** What an "other incident" was, if it has a name of its own. */
type HeadlineDetail = 'grenade found' | 'sentences';

/** The structured facts that a title is made of; never a name, an age or a free text. */
export interface HeadlineParts {
  kind: Kind;
  subtype: Subtype | null;
  /** Best counts of people; null where nobody said. */
  killed?: number | null;
  injured?: number | null;
  quantity?: HeadlineQuantity | null;
  place: HeadlinePlace | null;
  target?: HeadlineTarget | null;
  detail?: HeadlineDetail | null;
  drugs?: boolean;
  simulated?: boolean;
}

type Headline = Record<Locale, string>;

/** No title is longer, so that a list's line and a link's preview hold it. */
export const LONGEST_HEADLINE = 120;

const SIMULATED: Phrase = { nl: 'Gesimuleerd: ', fr: 'Simulé : ', en: 'Simulated: ' };

const TARGETS: Record<HeadlineTarget, Phrase> = {
  house: { nl: 'woning', fr: 'une habitation', en: 'house' },
  business: { nl: 'handelszaak', fr: 'un commerce', en: 'business' },
  building: { nl: 'gebouw', fr: 'un immeuble', en: 'building' },
  vehicle: { nl: 'voertuig', fr: 'un véhicule', en: 'vehicle' },
};

/** A class of incident: its name alone, and how casualties and a target are attached to it. */
interface Wording {
  alone: Phrase;
  /** After "one dead", "two wounded": "in shooting". */
  during: Phrase;
  /** With a target, `{x}` standing for it. */
  at?: Phrase;
}

const SHOOTING: Wording = {
  alone: { nl: 'Schietpartij', fr: 'Fusillade', en: 'Shooting' },
  during: { nl: 'bij schietpartij', fr: 'dans une fusillade', en: 'in shooting' },
};

const WORDINGS: Partial<Record<Subtype, Wording>> = {
  explosion: {
    alone: { nl: 'Explosie', fr: 'Explosion', en: 'Explosion' },
    during: { nl: 'bij explosie', fr: 'dans une explosion', en: 'in explosion' },
    at: { nl: 'Explosie aan {x}', fr: 'Explosion visant {x}', en: 'Explosion targets {x}' },
  },
  arson: {
    alone: { nl: 'Brandstichting', fr: 'Incendie volontaire', en: 'Arson' },
    during: { nl: 'bij brandstichting', fr: 'dans un incendie volontaire', en: 'in arson attack' },
    at: {
      nl: 'Brandstichting aan {x}',
      fr: 'Incendie volontaire visant {x}',
      en: 'Arson attack on {x}',
    },
  },
  stabbing: {
    alone: { nl: 'Steekpartij', fr: 'Agression à l’arme blanche', en: 'Stabbing' },
    during: { nl: 'bij steekpartij', fr: 'dans une agression à l’arme blanche', en: 'in stabbing' },
  },
  assault: {
    alone: { nl: 'Geweldpleging', fr: 'Agression', en: 'Assault' },
    during: { nl: 'bij geweldpleging', fr: 'dans une agression', en: 'in assault' },
  },
  torture: {
    alone: { nl: 'Foltering', fr: 'Actes de torture', en: 'Torture case' },
    during: { nl: 'bij foltering', fr: 'à la suite d’actes de torture', en: 'in torture case' },
  },
  homicide: {
    alone: { nl: 'Levensdelict', fr: 'Homicide', en: 'Killing' },
    during: { nl: 'bij geweldfeit', fr: 'dans des faits de violence', en: 'in violent attack' },
  },
  'body found': {
    alone: { nl: 'Lichaam aangetroffen', fr: 'Corps découvert', en: 'Body found' },
    during: {
      nl: 'na vondst van lichaam',
      fr: 'après la découverte d’un corps',
      en: 'after body is found',
    },
  },
  kidnapping: {
    alone: { nl: 'Ontvoering', fr: 'Enlèvement', en: 'Kidnapping' },
    during: { nl: 'bij ontvoering', fr: 'lors d’un enlèvement', en: 'in kidnapping' },
  },
  threat: {
    alone: { nl: 'Bedreiging', fr: 'Menaces', en: 'Threat' },
    during: { nl: 'bij bedreiging', fr: 'lors de menaces', en: 'after threat' },
  },
  arrest: {
    alone: { nl: 'Arrestaties', fr: 'Arrestations', en: 'Arrests' },
    during: { nl: 'bij arrestatie', fr: 'lors d’une arrestation', en: 'during arrest' },
  },
  corruption: {
    alone: { nl: 'Corruptiezaak', fr: 'Affaire de corruption', en: 'Corruption case' },
    during: {
      nl: 'in corruptiezaak',
      fr: 'dans une affaire de corruption',
      en: 'in corruption case',
    },
  },
};

const OTHER: Wording = {
  alone: { nl: 'Incident', fr: 'Incident', en: 'Incident' },
  during: { nl: 'bij incident', fr: 'lors d’un incident', en: 'in incident' },
};

const DRUG_CASE: Partial<Record<Subtype, Phrase>> = {
  arrest: {
    nl: 'Arrestaties in drugszaak',
    fr: 'Arrestations dans un dossier de drogue',
    en: 'Arrests in drug case',
  },
  corruption: {
    nl: 'Corruptie in drugszaak',
    fr: 'Affaire de corruption liée à la drogue',
    en: 'Corruption case tied to drugs',
  },
};

const DETAILS: Record<HeadlineDetail, Phrase> = {
  'grenade found': { nl: 'Granaat gevonden', fr: 'Grenade découverte', en: 'Grenade found' },
  sentences: {
    nl: 'Celstraffen in drugszaak',
    fr: 'Peines de prison dans un dossier de drogue',
    en: 'Prison terms in drug case',
  },
};

/**
 * A record's title in three languages, in our own words, from structured fields only: "613 kg of cocaine seized at
 * the port of Durrës", "Twee gewonden bij schietpartij in Anderlecht". Never empty and at most
 * {@link LONGEST_HEADLINE} characters: a place that does not fit is left out.
 */
export function composeTitle(parts: HeadlineParts): Headline {
  return { nl: compose(parts, 'nl'), fr: compose(parts, 'fr'), en: compose(parts, 'en') };
}

function compose(parts: HeadlineParts, locale: Locale): string {
  const prefix = parts.simulated ? SIMULATED[locale] : '';
  const what = prefix + subjectOf(parts, locale);
  if (!parts.place) return what;
  const inline =
    locale !== 'en' ||
    parts.kind === 'seizure' ||
    parts.place.type === 'sea' ||
    parts.place.type === 'port';
  const where = placePhrase(parts.place, locale, inline);
  if (where === '') return what;
  const whole = inline ? `${what} ${where}` : `${what}, ${where}`;
  return whole.length <= LONGEST_HEADLINE ? whole : what;
}

function subjectOf(parts: HeadlineParts, locale: Locale): string {
  if (parts.kind === 'seizure') return seizurePhrase(parts.subtype, parts.quantity ?? null, locale);
  const casualties = { killed: parts.killed ?? 0, injured: parts.injured ?? 0 };
  return parts.kind === 'shooting'
    ? shooting(parts, casualties, locale)
    : incident(parts, casualties, locale);
}

function hurt(casualties: Casualties): boolean {
  return casualties.killed + casualties.injured > 0;
}

function shooting(parts: HeadlineParts, casualties: Casualties, locale: Locale): string {
  if (parts.subtype === 'police firearm') return policeFirearm(casualties, locale);
  if (parts.subtype === 'shots at building') return shotsAtBuilding(parts, casualties, locale);
  if (casualties.killed > 0)
    return `${casualtyPhrase(casualties, locale, 'wounded')} ${SHOOTING.during[locale]}`;
  if (parts.subtype === 'shots fired') return shotsFired(casualties, locale);
  if (casualties.injured > 0) return woundedByGunfire(casualties, locale);
  return SHOOTING.alone[locale];
}

function shotsFired(casualties: Casualties, locale: Locale): string {
  const shots: Phrase = { nl: 'Schoten gelost', fr: 'Coups de feu', en: 'Shots fired' };
  if (casualties.injured === 0) return shots[locale];
  const people = lowerFirst(casualtyPhrase(casualties, locale, 'hurt'));
  return {
    nl: `Schoten gelost, ${people}`,
    fr: `Coups de feu, ${people},`,
    en: `Shots fired, ${people}`,
  }[locale];
}

function woundedByGunfire(casualties: Casualties, locale: Locale): string {
  const people = casualtyPhrase(casualties, locale, 'wounded');
  if (locale === 'nl') return `${people} ${SHOOTING.during.nl}`;
  if (locale === 'fr') return `${people} par balle`;
  const noun = casualties.injured === 1 ? 'person' : 'people';
  return people.replace(' wounded', ` ${noun} wounded by gunfire`);
}

function shotsAtBuilding(parts: HeadlineParts, casualties: Casualties, locale: Locale): string {
  const target = TARGETS[parts.target ?? 'building'][locale];
  if (hurt(casualties)) {
    const people = casualtyPhrase(casualties, locale, 'wounded');
    return {
      nl: `${people} bij beschieting van ${target}`,
      fr: `${people} par des tirs sur ${target}`,
      en: `${people} as ${target} is hit by shots`,
    }[locale];
  }
  return {
    nl: `${upperFirst(target)} beschoten`,
    fr: `Tirs sur ${target}`,
    en: `${upperFirst(target)} hit by shots`,
  }[locale];
}

function policeFirearm(casualties: Casualties, locale: Locale): string {
  if (!hurt(casualties)) {
    return { nl: 'Politie lost schot', fr: 'Tir de police', en: 'Police fire shot' }[locale];
  }
  const people = casualtyPhrase(casualties, locale, 'wounded');
  return {
    nl: `${people} door politiekogel`,
    fr: `${people} par un tir de police`,
    en: `${people.replace('dead', 'killed')} by police gunfire`,
  }[locale];
}

function incident(parts: HeadlineParts, casualties: Casualties, locale: Locale): string {
  if (parts.detail) return DETAILS[parts.detail][locale];
  const wording = (parts.subtype && WORDINGS[parts.subtype]) || OTHER;
  const countsPeople =
    parts.subtype !== 'body found' && parts.subtype !== 'arrest' && parts.subtype !== 'corruption';
  if (hurt(casualties) && countsPeople) {
    return `${casualtyPhrase(casualties, locale, 'hurt')} ${wording.during[locale]}`;
  }
  if (parts.target && wording.at)
    return wording.at[locale].replace('{x}', TARGETS[parts.target][locale]);
  const drugCase = parts.drugs && parts.subtype ? DRUG_CASE[parts.subtype] : undefined;
  return (drugCase ?? wording.alone)[locale];
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
