/**
 * What a column of a file may mean. Header words are compared without case, accents and punctuation; Dutch, French and
 * English. Addresses and names of people are never guessed: neither belongs on a public page.
 */
interface FieldDefinition {
  /** What a cell holds, for the list that an unknown field is answered with. */
  holds: string;
  headers: readonly string[];
  /** The paths of the record that this field fills, so that a rule of the record names the column. */
  paths: readonly string[];
}

/** In the order in which fields choose their columns: `type` is the kind unless another column is. */
export const IMPORT_FIELDS = {
  kind: {
    holds: 'shooting, seizure, incident, or a word such as schietpartij, saisie, explosion',
    headers: [
      'kind',
      'soort',
      'categorie',
      'category',
      'eventtype',
      'incidenttype',
      'typefeit',
      'type',
    ],
    paths: ['kind'],
  },
  subtype: {
    holds: 'shots fired, explosion, cocaine and so on',
    headers: [
      'subtype',
      'subsoort',
      'soustype',
      'drug',
      'drugs',
      'drogue',
      'product',
      'produit',
      'type',
    ],
    paths: ['subtype'],
  },
  date: {
    holds: 'YYYY-MM-DD, DD/MM/YYYY, YYYY-MM, YYYY or an instant with offset',
    headers: [
      'occurredfrom',
      'date',
      'datum',
      'occurred',
      'occurredat',
      'dateoccurred',
      'eventdate',
      'incidentdate',
      'datumfeit',
      'datumfeiten',
      'dag',
      'jour',
      'day',
      'datefait',
      'datefaits',
      'datedebut',
      'datededebut',
      'datedufait',
      'datedesfaits',
      'startdate',
      'begindatum',
      'datetime',
      'timestamp',
      'maand',
      'mois',
      'month',
      'jaar',
      'annee',
      'year',
    ],
    paths: ['occurredFrom'],
  },
  time: {
    holds: 'HH:MM in Brussels',
    headers: ['time', 'tijd', 'tijdstip', 'uur', 'heure', 'hour'],
    paths: [],
  },
  endDate: {
    holds: 'the last day, written as the date is',
    headers: ['occurredto', 'enddate', 'einddatum', 'datefin', 'datedefin', 'tot', 'until'],
    paths: ['occurredTo'],
  },
  timePrecision: {
    holds: 'exact, hour, night, day, week, month or year',
    headers: ['timeprecision', 'tijdsprecisie', 'precisiontemporelle', 'dateprecision'],
    paths: ['timePrecision'],
  },
  announced: {
    holds: 'when it was made known, written as the date is',
    headers: ['announcedat', 'announced', 'bekendgemaakt', 'annonce', 'annoncele'],
    paths: ['announcedAt'],
  },
  lat: {
    holds: 'latitude in degrees',
    headers: ['lat', 'latitude', 'breedtegraad', 'breedte', 'y'],
    paths: ['point'],
  },
  lng: {
    holds: 'longitude in degrees',
    headers: ['lng', 'lon', 'long', 'longitude', 'lengtegraad', 'lengte', 'x'],
    paths: [],
  },
  placePrecision: {
    holds: 'exact, vicinity, locality, municipality, province, country or sea',
    headers: ['placeprecision', 'plaatsprecisie', 'precision', 'precisie', 'precisionlieu'],
    paths: ['placePrecision'],
  },
  country: {
    holds: 'a name or a code such as BE',
    headers: ['country', 'land', 'pays'],
    paths: ['country'],
  },
  province: {
    holds: 'a name or a code such as BE-VAN',
    headers: ['province', 'provincie', 'region', 'gewest', 'regio'],
    paths: ['province'],
  },
  municipality: {
    holds: 'a name or an NIS code such as 21004',
    headers: [
      'municipality',
      'gemeente',
      'commune',
      'nis',
      'niscode',
      'ins',
      'codeins',
      'city',
      'stad',
      'ville',
      'town',
    ],
    paths: ['municipality'],
  },
  district: {
    holds: 'a name or a code such as 11002-merksem',
    headers: ['district', 'deelgemeente', 'quartier'],
    paths: ['district'],
  },
  policeZone: {
    holds: 'a name or number such as 5340',
    headers: ['policezone', 'politiezone', 'zonedepolice', 'zonepolice'],
    paths: ['policeZone'],
  },
  port: {
    holds: 'a name or UN/LOCODE such as BEANR',
    headers: ['port', 'haven', 'portlocode', 'locode', 'unlocode'],
    paths: ['port'],
  },
  quay: {
    holds: 'text',
    headers: ['quay', 'kaai', 'quai', 'dok', 'dock', 'terminal'],
    paths: ['quay'],
  },
  place: {
    holds: 'any region: "Antwerp", "port of Rotterdam", "Antwerp (Kiel)"',
    headers: ['place', 'plaats', 'lieu', 'location', 'locatie', 'area', 'gebied', 'zone'],
    paths: [],
  },
  placeName: {
    holds: 'a public place in words, never a home',
    headers: ['placename', 'plaatsnaam', 'nomdulieu'],
    paths: ['placeName'],
  },
  placeNameNl: { holds: 'the same in Dutch', headers: ['placenamenl'], paths: ['placeName.nl'] },
  placeNameFr: { holds: 'the same in French', headers: ['placenamefr'], paths: ['placeName.fr'] },
  placeNameEn: { holds: 'the same in English', headers: ['placenameen'], paths: ['placeName.en'] },
  sensitivity: {
    holds: 'minor, sexual violence, private home, ongoing operation, separated by ;',
    headers: ['sensitivity', 'gevoeligheid', 'sensibilite'],
    paths: ['sensitivity'],
  },
  killed: {
    holds: 'a whole number',
    headers: [
      'killed',
      'killedbest',
      'dead',
      'deaths',
      'fatalities',
      'doden',
      'dodelijk',
      'gedood',
      'morts',
      'tues',
      'deces',
    ],
    paths: ['killed'],
  },
  injured: {
    holds: 'a whole number',
    headers: ['injured', 'injuredbest', 'wounded', 'gewonden', 'gewond', 'blesses', 'blesse'],
    paths: ['injured'],
  },
  quantity: {
    holds: 'a number, with its unit or a column for it',
    headers: [
      'quantity',
      'quantitybest',
      'hoeveelheid',
      'quantite',
      'amount',
      'aantal',
      'weight',
      'gewicht',
      'poids',
    ],
    paths: ['quantity'],
  },
  quantityKg: {
    holds: 'a number of kilograms',
    headers: [
      'quantitykg',
      'kg',
      'kilo',
      'kilos',
      'hoeveelheidkg',
      'quantitekg',
      'weightkg',
      'gewichtkg',
      'gewichtinkg',
      'poidskg',
    ],
    paths: [],
  },
  quantityUnit: {
    holds: 'kg, t, g, tablets, plants, euro or pieces',
    headers: ['unit', 'quantityunit', 'eenheid', 'unite'],
    paths: ['quantity.unit'],
  },
  quantityBasis: {
    holds: 'net, gross or not stated',
    headers: ['basis', 'quantitybasis', 'netgross'],
    paths: ['quantity.basis'],
  },
  placeRole: {
    holds: 'at the port, in transit to it, inland or not stated',
    headers: ['placerole', 'rolvandeplaats', 'roledulieu'],
    paths: ['placeRole'],
  },
  routeOrigin: {
    holds: 'where the goods came from',
    headers: ['routeorigin', 'herkomst', 'provenance', 'origincountry'],
    paths: ['routeOrigin'],
  },
  concealment: {
    holds: 'how the goods were hidden',
    headers: ['concealment', 'verstopplaats', 'dissimulation', 'cachette'],
    paths: ['concealment'],
  },
  context: {
    holds: 'drugs, terrorism, domestic, other or not stated',
    headers: ['context', 'contexte', 'milieu'],
    paths: ['context'],
  },
  contextBy: {
    holds: 'who says so',
    headers: ['contextby', 'contextvolgens', 'contexteselon'],
    paths: ['contextBy'],
  },
  title: {
    holds: 'text in the language of --language',
    headers: ['title', 'headline'],
    paths: ['title'],
  },
  titleNl: {
    holds: 'text in Dutch',
    headers: ['titlenl', 'titel', 'titelnl', 'kop'],
    paths: ['title.nl'],
  },
  titleFr: {
    holds: 'text in French',
    headers: ['titlefr', 'titre', 'titrefr'],
    paths: ['title.fr'],
  },
  titleEn: {
    holds: 'text in English',
    headers: ['titleen', 'titelen', 'titreen'],
    paths: ['title.en'],
  },
  summary: {
    holds: 'text in the language of --language',
    headers: ['summary', 'description', 'abstract'],
    paths: ['summary'],
  },
  summaryNl: {
    holds: 'text in Dutch',
    headers: ['summarynl', 'samenvatting', 'omschrijving', 'beschrijving'],
    paths: ['summary.nl'],
  },
  summaryFr: {
    holds: 'text in French',
    headers: ['summaryfr', 'resume', 'descriptionfr'],
    paths: ['summary.fr'],
  },
  summaryEn: {
    holds: 'text in English',
    headers: ['summaryen', 'descriptionen'],
    paths: ['summary.en'],
  },
  replyNl: {
    holds: 'a published reply in Dutch; never with a name of a person',
    headers: ['replynl', 'wederwoord', 'reactie'],
    paths: ['reply.text.nl'],
  },
  replyFr: {
    holds: 'a published reply in French',
    headers: ['replyfr', 'reponse', 'droitdereponse'],
    paths: ['reply.text.fr'],
  },
  replyEn: {
    holds: 'a published reply in English',
    headers: ['replyen'],
    paths: ['reply.text.en'],
  },
  replyByNl: { holds: 'who replies, in Dutch', headers: ['replybynl'], paths: ['reply.by.nl'] },
  replyByFr: { holds: 'who replies, in French', headers: ['replybyfr'], paths: ['reply.by.fr'] },
  replyByEn: { holds: 'who replies, in English', headers: ['replybyen'], paths: ['reply.by.en'] },
  replyBy: {
    holds: 'who replies, by what they are and not by name',
    headers: ['replyby', 'wederwoordvan', 'reponsede'],
    paths: ['reply.by'],
  },
  replyPublishedAt: {
    holds: 'when the reply was published, a UTC instant or a day',
    headers: ['replypublishedat', 'replydate', 'wederwoorddatum'],
    paths: ['reply.publishedAt'],
  },
  reply: {
    holds: 'a published reply in the language of --language',
    headers: ['reply'],
    paths: ['reply'],
  },
  verification: {
    holds: 'unverified, single source, corroborated, official or disputed',
    headers: ['verification', 'verificatie', 'confirmed'],
    paths: ['verification'],
  },
  sourcePublisher: {
    holds: 'who published it',
    headers: [
      'sourcepublisher',
      'sources0publisher',
      'publisher',
      'source',
      'sourcename',
      'bron',
      'uitgever',
      'editeur',
      'media',
      'krant',
      'journal',
      'newspaper',
    ],
    paths: ['sources.0.publisher'],
  },
  sourceLabel: {
    holds: "the text of the source's link",
    headers: ['sourcelabel', 'sources0label', 'label', 'sourcetitle', 'brontitel'],
    paths: ['sources.0.label'],
  },
  sourceUrl: {
    holds: 'an http(s) address',
    headers: [
      'sourceurl',
      'sources0url',
      'url',
      'link',
      'lien',
      'bronurl',
      'sourcelink',
      'adresweb',
      'href',
    ],
    paths: ['sources.0.url', 'sources'],
  },
  sourceDate: {
    holds: 'when it was published, written as the date is',
    headers: [
      'sourcedate',
      'sources0publishedat',
      'publishedat',
      'publicatiedatum',
      'datepublication',
      'published',
    ],
    paths: ['sources.0.publishedAt'],
  },
  sourceLanguage: {
    holds: 'a code such as nl',
    headers: ['sourcelanguage', 'sources0language', 'language', 'taal', 'langue'],
    paths: ['sources.0.language'],
  },
  notes: {
    holds: 'for the desk, never public',
    headers: ['notes', 'nota', 'notities', 'remarques'],
    paths: ['notes'],
  },
  status: { holds: 'draft or published', headers: ['status', 'statut'], paths: ['status'] },
  origin: {
    holds: 'only read so that simulated records are refused',
    headers: ['origin'],
    paths: ['origin'],
  },
} as const satisfies Record<string, FieldDefinition>;

export type ImportField = keyof typeof IMPORT_FIELDS;

export const FIELD_NAMES = Object.keys(IMPORT_FIELDS) as ImportField[];

export function isImportField(name: string): name is ImportField {
  return Object.hasOwn(IMPORT_FIELDS, name);
}

/** Letters and digits only, lower case, without accents: `Date de début` is `datededebut`. */
export function compactHeader(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
