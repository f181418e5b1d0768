import { CONCENTRATION_RADII_METRES, CONCENTRATION_RECORDS } from '@/lib/domain/concentration';
import { DRUGS, OTHER_SUBTYPES } from '@/lib/domain/drugs';
import { type Camera, type Filter, isCamera } from '@/lib/domain/filter';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import { isLinkCode } from '@/lib/domain/link-code';
import { LIST_ORDERS } from '@/lib/domain/list-order';
import { MOST_LABELS } from '@/lib/domain/map-label';
import { MARKS } from '@/lib/domain/marks';
import { pastNameOfText, textOfPastName } from '@/lib/domain/past-name';
import { ROLLING_PERIODS } from '@/lib/domain/rolling-period';
import { toQuestion } from '@/lib/domain/search-words';
import { type BoundEnd, canonicalBound, isBound, isInOrder } from '@/lib/domain/time-bound';
import { CONTEXTS, KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { labelOfText, textOfLabel } from './label-text';
import { quantityOfText, textOfQuantity } from './quantity-text';
import { shapeOfText, textOfShape } from './shape-text';
import { UnreadableParameter } from './unreadable';
import {
  ADDED_LAYERS,
  GRID_SIDES_KM,
  LAYERS,
  PANELS,
  roundCamera,
  THEMES,
  type ViewDefaults,
  type ViewState,
} from './view-state';

/** One parameter of the address: how a part of the view is written and read. */
export interface Parameter<Value> {
  key: string;
  get: (state: ViewState) => Value;
  set: (state: ViewState, value: Value) => ViewState;
  toText: (value: Value) => string;
  /** @throws UnreadableParameter */
  fromText: (text: string, defaults: ViewDefaults) => Value;
}

const REGION_CODE = /^[A-Z0-9][A-Za-z0-9-]{1,40}$/;
export const MOST_REGIONS = 40;
/** As far as the engine numbers records. */
const HIGHEST_RECORD = 2 ** 27;

const scope: Parameter<Filter['scope']> = {
  key: 'scope',
  get: (state) => state.filter.scope,
  set: (state, value) => inFilter(state, { scope: value }),
  toText: String,
  fromText: (text, defaults) => oneOf(text, defaults.scopes),
};

const kinds = wordsParameter('k', 'kinds', KINDS);
const subtypes = wordsParameter('sub', 'subtypes', OTHER_SUBTYPES);
const drugs = wordsParameter('drug', 'drugs', DRUGS);
const verifications = wordsParameter('v', 'verifications', VERIFICATIONS);
const contexts = wordsParameter('ctx', 'contexts', CONTEXTS);
const casualties = wordsParameter('harm', 'casualties', CASUALTY_CHOICES);

const from: Parameter<Filter['from']> = {
  key: 'from',
  get: ({ filter }) => (filter.last === null ? filter.from : null),
  set: (state, value) => inFilter(state, { from: value }),
  toText: (value) => value ?? '',
  fromText: (text) => boundOf(text, 'from'),
};

const to: Parameter<Filter['to']> = {
  key: 'to',
  get: ({ filter }) => (filter.last === null ? filter.to : null),
  set: (state, value) => inFilter(state, { to: value }),
  toText: (value) => value ?? '',
  fromText: (text) => boundOf(text, 'to'),
};

/** In place of `from` and `to`, whose days or hours an address with it leaves to the instant at which it is read. */
const last: Parameter<Filter['last']> = {
  key: 'last',
  get: (state) => state.filter.last,
  set: (state, value) => inFilter(state, { last: value }),
  toText: (value) => value ?? '',
  fromText: (text) => oneOf(text, ROLLING_PERIODS),
};

const regions: Parameter<Filter['regions']> = {
  key: 'r',
  get: (state) => state.filter.regions,
  set: (state, value) => inFilter(state, { regions: value }),
  toText: toList,
  fromText: (text) => {
    const codes = [...new Set(text.split('.'))];
    if (codes.length > MOST_REGIONS || codes.some((code) => !REGION_CODE.test(code))) {
      throw new UnreadableParameter();
    }
    return codes;
  },
};

const quantity: Parameter<Filter['quantity']> = {
  key: 'amount',
  get: (state) => state.filter.quantity,
  set: (state, value) => inFilter(state, { quantity: value }),
  toText: (value) => (value === null ? '' : textOfQuantity(value)),
  fromText: quantityOfText,
};

const shape: Parameter<Filter['shape']> = {
  key: 'shape',
  get: (state) => state.filter.shape,
  set: (state, value) => inFilter(state, { shape: value }),
  toText: (value) => (value === null ? '' : textOfShape(value)),
  fromText: shapeOfText,
};

const question: Parameter<Filter['text']> = {
  key: 'q',
  get: (state) => state.filter.text,
  set: (state, value) => inFilter(state, { text: value }),
  toText: (value) => (value === null ? '' : encodeURIComponent(value).replaceAll('%20', '+')),
  fromText: (text) => {
    const value = toQuestion(text);
    if (value === null) throw new UnreadableParameter();
    return value;
  },
};

const camera: Parameter<Camera> = {
  key: 'c',
  get: (state) => state.camera,
  set: (state, value) => ({ ...state, camera: value }),
  toText: ({ center, zoom }) => [...center, zoom].join(','),
  fromText: (text) => {
    const numbers = text
      .split(',')
      .map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
    const [lng = Number.NaN, lat = Number.NaN, zoom = Number.NaN] = numbers;
    const named: Camera = { center: [lng, lat], zoom };
    if (!isCamera(named) || numbers.length !== 3) throw new UnreadableParameter();
    return roundCamera(named);
  },
};

const theme: Parameter<ViewState['theme']> = {
  key: 'theme',
  get: (state) => state.theme,
  set: (state, value) => ({ ...state, theme: value }),
  toText: String,
  fromText: (text) => oneOf(text, THEMES),
};

const hidden: Parameter<ViewState['hidden']> = {
  key: 'hide',
  get: (state) => state.hidden,
  set: (state, value) => ({ ...state, hidden: value }),
  toText: toList,
  fromText: (text) => listOf(text, LAYERS),
};

const shown: Parameter<ViewState['shown']> = {
  key: 'show',
  get: (state) => state.shown,
  set: (state, value) => ({ ...state, shown: value }),
  toText: toList,
  fromText: (text) => listOf(text, ADDED_LAYERS),
};

const marks: Parameter<ViewState['marks']> = {
  key: 'as',
  get: (state) => state.marks,
  set: (state, value) => ({ ...state, marks: value }),
  toText: String,
  fromText: (text) => oneOf(text, MARKS),
};

const near: Parameter<number | null> = {
  key: 'near',
  get: (state) => state.concentration.radiusMetres,
  set: (state, value) => ({
    ...state,
    concentration: { ...state.concentration, radiusMetres: value },
  }),
  toText: (value) => (value === null ? '' : String(value)),
  fromText: (text) => oneNumberOf(text, CONCENTRATION_RADII_METRES),
};

const least: Parameter<number> = {
  key: 'least',
  get: (state) => state.concentration.records,
  set: (state, value) => ({ ...state, concentration: { ...state.concentration, records: value } }),
  toText: String,
  fromText: (text) => oneNumberOf(text, CONCENTRATION_RECORDS),
};

const gridSide: Parameter<number | null> = {
  key: 'side',
  get: (state) => state.gridSideKm,
  set: (state, value) => ({ ...state, gridSideKm: value }),
  toText: (value) => (value === null ? '' : String(value)),
  fromText: (text) => oneNumberOf(text, GRID_SIDES_KM),
};

const figureYear: Parameter<ViewState['figureYear']> = {
  key: 'year',
  get: (state) => state.figureYear,
  set: (state, value) => ({ ...state, figureYear: value }),
  toText: (value) => (value === null ? '' : String(value)),
  fromText: (text) => {
    if (!/^(19|20|21)\d\d$/.test(text)) throw new UnreadableParameter();
    return Number(text);
  },
};

const record: Parameter<ViewState['record']> = {
  key: 'record',
  get: (state) => state.record,
  set: (state, value) => ({ ...state, record: value }),
  toText: (value) => (value === null ? '' : String(value)),
  fromText: (text) => {
    const rid = Number(text);
    if (!/^[1-9]\d*$/.test(text) || rid > HIGHEST_RECORD) throw new UnreadableParameter();
    return rid;
  },
};

const tab: Parameter<ViewState['tab']> = {
  key: 'tab',
  get: (state) => state.tab,
  set: (state, value) => ({ ...state, tab: value }),
  toText: String,
  fromText: (text) => oneOf(text, PANELS),
};

const order: Parameter<ViewState['order']> = {
  key: 'sort',
  get: (state) => state.order,
  set: (state, value) => ({ ...state, order: value }),
  toText: String,
  fromText: (text) => oneOf(text, LIST_ORDERS),
};

const comparison: Parameter<ViewState['comparison']> = {
  key: 'vs',
  get: (state) => state.comparison,
  set: (state, value) => ({ ...state, comparison: value }),
  toText: (value) =>
    value === null ? '' : typeof value === 'string' ? value : toList([value.from, value.to]),
  fromText: (text) => {
    if (text === 'before' || text === 'year') return text;
    const [first = '', last = '', ...more] = text.split('.');
    const days = { from: boundOf(first, 'from'), to: boundOf(last, 'to') };
    if (more.length > 0 || !isInOrder(days.from, days.to)) throw new UnreadableParameter();
    return days;
  },
};

const asOf: Parameter<ViewState['asOf']> = {
  key: 'asOf',
  get: (state) => state.asOf,
  set: (state, value) => ({ ...state, asOf: value }),
  toText: (value) => (value === null ? '' : textOfPastName(value)),
  fromText: (text) => {
    const past = pastNameOfText(text);
    if (past === null) throw new UnreadableParameter();
    return past;
  },
};

const link: Parameter<ViewState['link']> = {
  key: 'link',
  get: (state) => state.link,
  set: (state, value) => ({ ...state, link: value }),
  toText: (value) => value ?? '',
  fromText: (text) => {
    if (!isLinkCode(text)) throw new UnreadableParameter();
    return text;
  },
};

/** The one parameter that an address may have several times, so that a label that is broken takes no other with it. */
export const REPEATED_KEY = 'label';

const label: OpaqueParameter = {
  key: REPEATED_KEY,
  toText: ({ labels }) => labels.map(textOfLabel).join(`&${REPEATED_KEY}=`),
  apply: (state, text) => {
    if (state.labels.length >= MOST_LABELS) throw new UnreadableParameter();
    return { ...state, labels: [...state.labels, labelOfText(text)] };
  },
};

/** A parameter whose value type is known only to itself. */
export interface OpaqueParameter {
  key: string;
  toText: (state: ViewState) => string;
  /** @throws UnreadableParameter */
  apply: (state: ViewState, text: string, defaults: ViewDefaults) => ViewState;
}

/** Every parameter, in the order in which addresses are written. */
export const PARAMETERS: readonly OpaqueParameter[] = [
  opaque(scope),
  opaque(kinds),
  opaque(subtypes),
  opaque(drugs),
  opaque(from),
  opaque(to),
  opaque(last),
  opaque(verifications),
  opaque(contexts),
  opaque(casualties),
  opaque(quantity),
  opaque(regions),
  opaque(shape),
  opaque(question),
  opaque(camera),
  opaque(hidden),
  opaque(shown),
  opaque(marks),
  opaque(near),
  opaque(least),
  opaque(gridSide),
  opaque(figureYear),
  opaque(tab),
  opaque(order),
  opaque(comparison),
  opaque(record),
  opaque(theme),
  opaque(asOf),
  label,
  opaque(link),
];

function opaque<Value>(parameter: Parameter<Value>): OpaqueParameter {
  return {
    key: parameter.key,
    toText: (state) => parameter.toText(parameter.get(state)),
    apply: (state, text, defaults) => parameter.set(state, parameter.fromText(text, defaults)),
  };
}

function inFilter(state: ViewState, part: Partial<Filter>): ViewState {
  return { ...state, filter: { ...state.filter, ...part } };
}

/** The words of a fixed list, in that list's order; hyphens stand for their spaces. */
function wordsParameter<
  Name extends 'kinds' | 'subtypes' | 'drugs' | 'verifications' | 'contexts' | 'casualties',
>(key: string, name: Name, allowed: Readonly<Filter[Name]>): Parameter<Filter[Name]> {
  return {
    key,
    get: (state) => state.filter[name],
    set: (state, value) => inFilter(state, { [name]: value }),
    toText: (value) => toList(value).replaceAll(' ', '-'),
    fromText: (text) =>
      listOf(text.replaceAll('-', ' '), allowed as readonly string[]) as Filter[Name],
  };
}

/** Lists are joined by full stops, which need no escaping in an address. */
function toList(values: readonly string[]): string {
  return values.join('.');
}

/** Entries of a fixed list, in that list's order, each once. */
function listOf<const Entry extends string>(text: string, allowed: readonly Entry[]): Entry[] {
  const given = text.split('.');
  if (given.some((entry) => !(allowed as readonly string[]).includes(entry)))
    throw new UnreadableParameter();
  return allowed.filter((entry) => given.includes(entry));
}

function oneOf<const Entry extends string>(text: string, allowed: readonly Entry[]): Entry {
  const found = allowed.find((entry) => entry === text);
  if (!found) throw new UnreadableParameter();
  return found;
}

function oneNumberOf(text: string, allowed: readonly number[]): number {
  return Number(oneOf(text, allowed.map(String)));
}

/** A Brussels day or hour; one that a day says as well becomes that day, so that equal periods have one address. */
function boundOf(text: string, end: BoundEnd): string {
  if (!isBound(text)) throw new UnreadableParameter();
  return canonicalBound(text, end);
}
