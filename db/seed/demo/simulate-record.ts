import { composeTitle, type HeadlineParts } from '../../../lib/domain/headline';
import type { HeadlinePlace } from '../../../lib/domain/headline-phrases';
import type { IncidentInput } from '../../../lib/domain/incident';
import type {
  PlacePrecision,
  Subtype,
  TimePrecision,
  Verification,
} from '../../../lib/domain/vocabulary';
import { regionByCode } from '../../../lib/regions/gazetteer';
import { type DemoPlace, type DemoPort, scatter } from './places';
import { type Random, weightedPicker } from './random';
import { simulatedText } from './simulated-text';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The streams that the demo's history is made of. */
export type DemoStream = 'shooting' | 'attack' | 'violence' | 'seizure';

/** Where and when a simulated event happens; `atMs` is a UTC instant within its day. */
export interface DemoEvent {
  stream: DemoStream;
  place: DemoPlace;
  atMs: number;
  /** First instant of the event's Brussels day. */
  dayMs: number;
  /** Number of the record, for its address under example.org. */
  serial: number;
  /** Set for a seizure: what a mean find there weighs. */
  meanKg?: number;
}

const pickShooting = weightedPicker<Subtype>([
  ['person hit', 46],
  ['shots fired', 30],
  ['shots at building', 23],
  ['police firearm', 1],
]);
const pickAttack = weightedPicker<Subtype>([
  ['explosion', 62],
  ['arson', 16],
  ['threat', 8],
  ['other', 14],
]);
const pickViolence = weightedPicker<Subtype>([
  ['stabbing', 44],
  ['assault', 26],
  ['arrest', 13],
  ['kidnapping', 6],
  ['homicide', 6],
  ['corruption', 3],
  ['body found', 2],
]);
const pickGoods = weightedPicker<Subtype>([
  ['cocaine', 90],
  ['cannabis', 5],
  ['heroin', 2],
  ['amphetamine', 1],
  ['mdma', 1],
  ['mixed drugs', 1],
]);
const pickVerification = weightedPicker<Verification>([
  ['official', 56],
  ['corroborated', 18],
  ['single source', 17],
  ['unverified', 7],
  ['disputed', 2],
]);
const pickPrecision = weightedPicker<TimePrecision>([
  ['exact', 22],
  ['hour', 52],
  ['night', 12],
  ['day', 11],
  ['week', 1],
  ['month', 2],
]);
const pickPlacePrecision = weightedPicker<PlacePrecision>([
  ['vicinity', 85],
  ['locality', 5],
  ['municipality', 8],
  ['province', 2],
]);
const ORIGINS = ['Ecuador', 'Brazil', 'Colombia', 'Costa Rica', 'Panama', 'Peru', 'Suriname'];
const CARGOES = ['bananas', 'coffee', 'timber', 'reefer unit', 'scrap metal', 'fruit juice drums'];

/** A simulated record: marked as such in its title, its origin and its only source. */
export function simulateRecord(random: Random, event: DemoEvent): IncidentInput {
  return event.stream === 'seizure'
    ? simulateSeizure(random, event)
    : simulateViolence(random, event);
}

/** A seizure at a port of the year's table. */
export function simulateSeizureAt(
  random: Random,
  port: DemoPort,
  moment: Pick<DemoEvent, 'atMs' | 'dayMs' | 'serial'>,
): IncidentInput {
  return simulateSeizure(random, {
    stream: 'seizure',
    place: port.place,
    meanKg: port.meanKg,
    ...moment,
  });
}

function simulateViolence(random: Random, event: DemoEvent): IncidentInput {
  const subtype = {
    shooting: pickShooting,
    attack: pickAttack,
    violence: pickViolence,
    seizure: pickGoods,
  }[event.stream](random);
  const kind = event.stream === 'shooting' ? 'shooting' : 'incident';
  const harmed = simulateCasualties(random, subtype);
  const atHome =
    ['shots at building', 'explosion', 'arson'].includes(subtype) && random.chance(0.7);
  const isMinor = (subtype === 'person hit' || subtype === 'stabbing') && random.chance(0.03);
  const record = blankRecord(random, event, simulateTime(random, event, pickPrecision(random)));
  record.kind = kind;
  record.subtype = subtype;
  record.killed = harmed.killed > 0 ? exactly(harmed.killed) : null;
  record.injured = exactly(harmed.injured);
  if (atHome) record.sensitivity.push('private home');
  if (isMinor) record.sensitivity.push('minor');
  if (random.chance(0.3)) record.context = 'drugs';
  if (record.context === 'drugs') record.contextBy = 'simulation';
  placeRecord(random, record, event.place, pickPlacePrecision(random));
  return withTexts(record, event, {
    kind,
    subtype,
    killed: harmed.killed,
    injured: harmed.injured,
    place: null,
    target: atHome ? 'house' : null,
    detail: subtype === 'other' ? 'grenade found' : null,
    drugs: record.context === 'drugs',
  });
}

function simulateCasualties(random: Random, subtype: Subtype): { killed: number; injured: number } {
  const several = random.chance(0.12) ? 2 + random.below(2) : 1;
  if (subtype === 'homicide') return { killed: 1, injured: 0 };
  if (subtype === 'person hit')
    return random.chance(0.14)
      ? { killed: 1, injured: several - 1 }
      : { killed: 0, injured: several };
  if (subtype === 'stabbing')
    return random.chance(0.05) ? { killed: 1, injured: 0 } : { killed: 0, injured: several };
  if (subtype === 'assault' || subtype === 'kidnapping')
    return { killed: 0, injured: random.chance(0.7) ? 1 : 0 };
  return { killed: 0, injured: random.chance(0.06) ? 1 : 0 };
}

function simulateSeizure(random: Random, event: DemoEvent): IncidentInput {
  const subtype = pickGoods(random);
  const kilograms = simulateWeight(random, event.meanKg ?? 300);
  const toldLate = random.chance(0.4);
  const record = blankRecord(
    random,
    event,
    simulateTime(random, event, random.chance(0.85) ? 'day' : 'month'),
  );
  record.kind = 'seizure';
  record.subtype = subtype;
  record.quantity = { low: null, best: kilograms, high: null, unit: 'kg', basis: 'not stated' };
  record.placeRole = 'at the port';
  record.context = 'drugs';
  record.contextBy = 'simulation';
  record.routeOrigin = random.pick(ORIGINS);
  record.concealment = random.pick(CARGOES);
  if (toldLate) record.announcedAt = iso(event.dayMs + (2 + random.below(20)) * DAY_MS);
  placeRecord(random, record, event.place, random.chance(0.75) ? 'locality' : 'municipality');
  return withTexts(record, event, {
    kind: 'seizure',
    subtype,
    quantity: { best: kilograms, unit: 'kg' },
    place: null,
  });
}

/** Lognormal around the port's mean find, with many small and few large ones; never above 14 tonnes. */
function simulateWeight(random: Random, meanKg: number): number {
  const sigma = 1.05;
  const weight = meanKg * Math.exp(sigma * random.normal() - (sigma * sigma) / 2);
  return weight < 100
    ? Math.max(5, Math.round(weight * 10) / 10)
    : Math.min(14_000, Math.round(weight));
}

function simulateTime(random: Random, event: DemoEvent, precision: TimePrecision) {
  const { atMs, dayMs } = event;
  const spans: Record<TimePrecision, readonly [number, number]> = {
    exact: [atMs, atMs],
    hour: [atMs - 30 * MINUTE_MS, atMs + 30 * MINUTE_MS],
    night: [dayMs - 2 * HOUR_MS, dayMs + 6 * HOUR_MS],
    day: [dayMs, dayMs + DAY_MS - 1000],
    week: [dayMs - 3 * DAY_MS, dayMs + 4 * DAY_MS - 1000],
    month: [dayMs - (5 + random.below(10)) * DAY_MS, dayMs + 15 * DAY_MS - 1000],
    year: [dayMs, dayMs],
  };
  const [fromMs, toMs] = spans[precision];
  return { occurredFrom: iso(fromMs), occurredTo: iso(toMs), timePrecision: precision };
}

type SimulatedTime = Pick<IncidentInput, 'occurredFrom' | 'occurredTo' | 'timePrecision'>;

function blankRecord(random: Random, event: DemoEvent, time: SimulatedTime): IncidentInput {
  return {
    kind: 'incident',
    subtype: null,
    ...time,
    announcedAt: null,
    point: null,
    placePrecision: 'municipality',
    placeName: null,
    ...event.place.area,
    quay: null,
    sensitivity: [],
    killed: null,
    injured: null,
    quantity: null,
    placeRole: 'not stated',
    routeOrigin: null,
    concealment: null,
    context: 'not stated',
    contextBy: null,
    title: {},
    reply: null,
    summary: null,
    verification: pickVerification(random),
    sources: [simulatedSource(event.serial)],
    corrections: [],
    retractionReason: null,
    notes: null,
    status: 'published',
    origin: 'simulated',
  };
}

function simulatedSource(serial: number): IncidentInput['sources'][number] {
  return {
    publisher: 'Simulation',
    label: 'Simulation',
    url: `https://example.org/simulated/${serial}`,
    publishedAt: null,
    archivedUrl: null,
    language: null,
  };
}

function placeRecord(
  random: Random,
  record: IncidentInput,
  place: DemoPlace,
  wished: PlacePrecision,
): void {
  const needsPoint = wished === 'vicinity' || wished === 'locality';
  record.point = needsPoint ? scatter(random, place) : null;
  record.placePrecision = needsPoint && !record.point ? 'municipality' : wished;
  if (wished !== 'province') return;
  record.municipality = null;
  record.district = null;
  record.policeZone = null;
}

function withTexts(record: IncidentInput, event: DemoEvent, parts: HeadlineParts): IncidentInput {
  record.title = composeTitle({
    ...parts,
    place: headlinePlace(record, event.place),
    simulated: true,
  });
  record.summary = simulatedText('summary');
  return record;
}

/** The place as a title may name it: never finer than the record's own precision. */
export function headlinePlace(
  { placePrecision, province }: Pick<IncidentInput, 'placePrecision' | 'province'>,
  place: DemoPlace,
): HeadlinePlace | null {
  const region = placePrecision === 'province' && province ? regionByCode(province) : place.region;
  const type = region?.type;
  if (!region || !type || type === 'continent' || type === 'police zone') return null;
  return { type, names: region.names };
}

function exactly(best: number): { low: null; best: number; high: null } {
  return { low: null, best, high: null };
}

/** A UTC instant as the schema writes it. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
