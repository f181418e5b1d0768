import { z } from 'zod';
import { publicPoint, publicPrecision, UNCERTAINTY_METRES, withheldPlaceFacts } from './place';
import { areaTupleSchema, type localisedSchema } from './region-schema';
import {
  brusselsDay,
  endOfBrusselsDayMs,
  LONGEST_SPAN_MINUTES,
  MINUTE_MS,
  startOfBrusselsDayMs,
} from './time';
import {
  CONTEXTS,
  KINDS,
  ORIGINS,
  PLACE_PRECISIONS,
  PLACE_ROLES,
  QUANTITY_BASES,
  QUANTITY_UNITS,
  SENSITIVITIES,
  STATUSES,
  SUBTYPES,
  type Subtype,
  TIME_PRECISIONS,
  VERIFICATIONS,
} from './vocabulary';

const EARLIEST = '1970-01-01T00:00:00Z';
const LATEST = '2200-01-01T00:00:00Z';

/** An instant in UTC, written with `Z`, from 1970 to 2200. */
export const instantSchema = z.iso
  .datetime({ error: 'write a UTC instant such as 2026-01-02T21:40:00Z' })
  .refine(
    (text) => Date.parse(text) >= Date.parse(EARLIEST) && Date.parse(text) < Date.parse(LATEST),
    {
      message: 'must lie between 1970 and 2200',
    },
  )
  .transform((text) => new Date(text).toISOString());

/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an instant: what a source says of when it published. */
const looseDateSchema = z
  .string()
  .max(40)
  .regex(
    /^\d{4}(-\d{2}(-\d{2}(T[\d:.]+Z?)?)?)?$/,
    'write YYYY, YYYY-MM, YYYY-MM-DD or a UTC instant',
  );

/** Text that goes on a page: no control characters but line breaks and tabs, and no lone surrogates. */
function text(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`)
    .refine((value) => !hasForbiddenCharacter(value), 'must not contain control characters');
}

/** Whether a text holds what no page shows and no database takes: control characters, lone surrogates. */
export function hasForbiddenCharacter(value: string): boolean {
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return true;
    if (code === 127 || (code >= 0xd800 && code <= 0xdfff)) return true;
  }
  return false;
}

/** One line or more of plain text, taken as it is. */
export function plainLineSchema(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => !hasForbiddenCharacter(value), 'must not contain control characters');
}

function localisedText(longest: number) {
  return z
    .strictObject({ nl: text(longest), fr: text(longest), en: text(longest) })
    .partial()
    .refine((texts) => Object.keys(texts).length > 0, 'give at least one of nl, fr, en');
}

/** An http(s) address; others (`javascript:`, `data:`) never reach a page. */
export const addressSchema = z
  .string()
  .max(2000)
  .refine((value) => !hasForbiddenCharacter(value), 'must not contain control characters')
  .refine((value) => {
    try {
      const url = new URL(value);
      return (
        (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password
      );
    } catch {
      return false;
    }
  }, 'must be an http or https address without credentials');

export const sourceSchema = z.strictObject({
  publisher: text(200),
  /** What is shown as the link's text: never a street name of a private home. */
  label: text(300),
  url: addressSchema,
  publishedAt: looseDateSchema.nullable().default(null),
  archivedUrl: addressSchema.nullable().default(null),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'write a language code such as nl')
    .nullable()
    .default(null),
});

export const correctionSchema = z.strictObject({
  text: localisedText(1000),
  at: instantSchema,
  fields: z.array(text(60)).max(40),
});

/** Characters of a published reply. */
export const LONGEST_REPLY = 2000;

/**
 * What a person or an authority that a record is about has to say of it, in their own words. Who says it is told by what
 * they are ("the owner of the café", "the police zone") and never by name.
 */
const replySchema = z.strictObject({
  text: localisedText(LONGEST_REPLY),
  by: localisedText(200),
  publishedAt: instantSchema,
});

function range(largest: number, whole: boolean) {
  const amount = whole ? z.int().min(0).max(largest) : z.number().min(0).max(largest);
  return z
    .strictObject({
      low: amount.nullable().default(null),
      best: amount,
      high: amount.nullable().default(null),
    })
    .refine(
      (r) => (r.low ?? r.best) <= r.best && r.best <= (r.high ?? r.best),
      'low <= best <= high must hold',
    );
}

export const casualtiesSchema = range(60_000, true);
export const quantitySchema = z
  .strictObject({
    low: z.number().min(0).max(4_000_000).nullable().default(null),
    best: z.number().min(0).max(4_000_000),
    high: z.number().min(0).max(4_000_000).nullable().default(null),
    unit: z.enum(QUANTITY_UNITS),
    basis: z.enum(QUANTITY_BASES).default('not stated'),
  })
  .refine(
    (q) => (q.low ?? q.best) <= q.best && q.best <= (q.high ?? q.best),
    'low <= best <= high must hold',
  );
export type Quantity = z.infer<typeof quantitySchema>;

const allSubtypes = Object.values(SUBTYPES).flat() as [Subtype, ...Subtype[]];

/** `[lng, lat]` in degrees, WGS 84. */
export const pointSchema = z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)]);

/** What a recorder may say of an incident. Every field is defined here once; the other schemas are derived. */
const incidentFields = {
  kind: z.enum(KINDS),
  subtype: z.enum(allSubtypes).nullable().default(null),
  occurredFrom: instantSchema,
  occurredTo: instantSchema,
  timePrecision: z.enum(TIME_PRECISIONS),
  announcedAt: instantSchema.nullable().default(null),
  /** The exact point; private. Readers see what `publicPoint` makes of it. */
  point: pointSchema.nullable().default(null),
  placePrecision: z.enum(PLACE_PRECISIONS),
  placeName: localisedText(200).nullable().default(null),
  country: areaTupleSchema.shape.country.default(null),
  province: areaTupleSchema.shape.province.default(null),
  municipality: areaTupleSchema.shape.municipality.default(null),
  district: areaTupleSchema.shape.district.default(null),
  policeZone: areaTupleSchema.shape.policeZone.default(null),
  port: areaTupleSchema.shape.port.default(null),
  quay: text(100).nullable().default(null),
  sensitivity: z.array(z.enum(SENSITIVITIES)).max(4).default([]),
  killed: casualtiesSchema.nullable().default(null),
  injured: casualtiesSchema.nullable().default(null),
  quantity: quantitySchema.nullable().default(null),
  placeRole: z.enum(PLACE_ROLES).default('not stated'),
  /** Where the goods came from, as the source says. */
  routeOrigin: text(200).nullable().default(null),
  concealment: text(300).nullable().default(null),
  context: z.enum(CONTEXTS).default('not stated'),
  contextBy: text(200).nullable().default(null),
  title: localisedText(200),
  summary: localisedText(4000).nullable().default(null),
  reply: replySchema.nullable().default(null),
  verification: z.enum(VERIFICATIONS),
  sources: z.array(sourceSchema).max(40).default([]),
  corrections: z.array(correctionSchema).max(200).default([]),
  /** Why a record was retracted; public, and required once it is. */
  retractionReason: localisedText(1000).nullable().default(null),
  /** The desk's own; never public. */
  notes: text(20_000).nullable().default(null),
  status: z.enum(STATUSES).default('draft'),
  origin: z.enum(ORIGINS).default('recorded'),
};

const plainIncident = z.strictObject(incidentFields);

/** A rule across fields: which field is wrong and what to do. */
function crossFieldFaults(
  incident: z.infer<typeof plainIncident>,
): { path: string; message: string }[] {
  const faults: { path: string; message: string }[] = [];
  const spanMinutes =
    (Date.parse(incident.occurredTo) - Date.parse(incident.occurredFrom)) / MINUTE_MS;
  if (spanMinutes < 0)
    faults.push({ path: 'occurredTo', message: 'must not be before occurredFrom' });
  const longest = LONGEST_SPAN_MINUTES[incident.timePrecision];
  if (spanMinutes > longest) {
    faults.push({
      path: 'occurredTo',
      message: `a time of precision "${incident.timePrecision}" spans at most ${longest} minutes, not ${spanMinutes}`,
    });
  }
  const subtypes: readonly string[] = SUBTYPES[incident.kind];
  if (incident.subtype !== null && !subtypes.includes(incident.subtype)) {
    faults.push({
      path: 'subtype',
      message: `for kind ${incident.kind} use one of: ${subtypes.join(', ')}`,
    });
  }
  if (incident.quantity && incident.kind !== 'seizure') {
    faults.push({ path: 'quantity', message: 'only a seizure has a quantity' });
  }
  const needsPoint = UNCERTAINTY_METRES[incident.placePrecision] !== null;
  if (needsPoint && !incident.point) {
    faults.push({
      path: 'point',
      message: `placePrecision "${incident.placePrecision}" needs a point [lng, lat]`,
    });
  }
  if (incident.status === 'published' && incident.sources.length === 0) {
    faults.push({ path: 'sources', message: 'a published record needs at least one source' });
  }
  if (incident.status === 'retracted' && !incident.retractionReason) {
    faults.push({ path: 'retractionReason', message: 'a retraction needs a public reason' });
  }
  return faults;
}

/** A whole record as a recorder gives it: the body of `POST /api/v1/incidents`, a row of an import. */
export const incidentInputSchema = plainIncident.superRefine((incident, context) => {
  for (const fault of crossFieldFaults(incident)) {
    context.addIssue({ code: 'custom', path: [fault.path], message: fault.message });
  }
});
export type IncidentInput = z.infer<typeof incidentInputSchema>;
/** What may be left out takes its default. */
export type IncidentBody = z.input<typeof incidentInputSchema>;

type PatchShape = { [K in keyof typeof incidentFields]: z.ZodOptional<z.ZodType> };
function patchShape(): PatchShape {
  const entries = Object.entries(incidentFields).map(([key, schema]) => [
    key,
    (schema instanceof z.ZodDefault ? schema.unwrap() : schema).optional(),
  ]);
  return Object.fromEntries(entries) as PatchShape;
}

/**
 * The body of `PATCH /api/v1/incidents/{id}`: any fields of a record (merged, then checked as a whole by
 * `incidentInputSchema`), and the public text of the correction that a change of a published record leaves behind.
 */
export const incidentPatchSchema = z.strictObject({
  ...patchShape(),
  correction: localisedText(1000).optional(),
});
export type IncidentPatch = Partial<IncidentInput> & {
  correction?: z.infer<typeof localisedSchema>;
};

/** Fields that no public exit carries. */
export const PRIVATE_FIELDS = ['point', 'notes', 'sensitivity'] as const;

/** A record as readers see it. `rid` is its number in this installation; `id` its UUID in addresses. */
export const publicIncidentSchema = plainIncident
  .omit({ point: true, notes: true, sensitivity: true, status: true })
  .extend({
    id: z.uuid(),
    rid: z.int().positive(),
    status: z.enum(['published', 'retracted']),
    /** `[lng, lat]`, masked by precision and sensitivity; null where the place is an area. */
    point: pointSchema.nullable(),
    uncertaintyMetres: z.number().nullable(),
    title: localisedText(200).nullable(),
  });
export type PublicIncident = z.infer<typeof publicIncidentSchema>;

/** A stored private record. */
export type StoredIncident = IncidentInput & { id: string; rid: number };

const UNNAMED_FIELDS: readonly string[] = ['notes', 'sensitivity', 'status'];

/** Whether a correction may name a field to readers: that a private one changed says what it hides. */
export function isNamedInCorrections(field: string): boolean {
  return !UNNAMED_FIELDS.includes(field.toLowerCase());
}

/**
 * What readers may see of a record, or null if it is a draft or withdrawn. This is the only place where private
 * becomes public.
 */
export function toPublic(stored: StoredIncident): PublicIncident | null {
  if (stored.status === 'draft' || stored.status === 'withdrawn') return null;
  const { point, notes, sensitivity, status, ...rest } = stored;
  const precision = publicPrecision(stored.placePrecision, sensitivity);
  const shown = publicPoint(point, precision, sensitivity);
  const record: PublicIncident = {
    ...rest,
    status,
    placePrecision: precision,
    point: shown ? [shown[0], shown[1]] : null,
    uncertaintyMetres: shown ? UNCERTAINTY_METRES[precision] : null,
    corrections: stored.corrections.map((correction) => ({
      ...correction,
      fields: correction.fields.filter(isNamedInCorrections),
    })),
  };
  for (const fact of withheldPlaceFacts(stored.placePrecision, sensitivity)) record[fact] = null;
  return status === 'retracted' ? stripRetracted(record) : record;
}

/** A retracted record keeps its id, kind, day, area and reason; everything that was claimed is gone. */
function stripRetracted(record: PublicIncident): PublicIncident {
  return {
    ...record,
    ...wholeDays(record),
    announcedAt: null,
    verification: 'unverified',
    subtype: null,
    point: null,
    uncertaintyMetres: null,
    placePrecision: record.placePrecision === 'sea' ? 'sea' : coarsenToArea(record.placePrecision),
    placeName: null,
    quay: null,
    killed: null,
    injured: null,
    quantity: null,
    placeRole: 'not stated',
    routeOrigin: null,
    concealment: null,
    context: 'not stated',
    contextBy: null,
    title: null,
    summary: null,
    reply: null,
    sources: [],
    corrections: [],
  };
}

/** The Brussels days that a time touches, from the first instant of the first to the last second of the last. */
function wholeDays(
  record: PublicIncident,
): Pick<PublicIncident, 'occurredFrom' | 'occurredTo' | 'timePrecision'> {
  const { timePrecision } = record;
  const fromMs = Date.parse(record.occurredFrom);
  // A span that ends at midnight ended with the day before.
  const lastMs = Math.max(fromMs, Date.parse(record.occurredTo) - 1);
  const startMs = Math.max(Date.parse(EARLIEST), startOfBrusselsDayMs(brusselsDay(fromMs)));
  const endMs = Math.min(Date.parse(LATEST), endOfBrusselsDayMs(brusselsDay(lastMs))) - 1000;
  return {
    occurredFrom: new Date(startMs).toISOString(),
    occurredTo: new Date(endMs).toISOString(),
    timePrecision:
      TIME_PRECISIONS.indexOf(timePrecision) < TIME_PRECISIONS.indexOf('day')
        ? 'day'
        : timePrecision,
  };
}

function coarsenToArea(
  precision: PublicIncident['placePrecision'],
): PublicIncident['placePrecision'] {
  return UNCERTAINTY_METRES[precision] === null ? precision : 'municipality';
}
