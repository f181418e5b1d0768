import { z } from 'zod';

/** The cookie of a registered screen; programs send the same as `Authorization: Bearer`. */
export const SCREEN_COOKIE = 'havenwacht_screen';
/** Characters of the code that a screen shows until an administrator confirms it; of `CODE_ALPHABET`, shown in capitals. */
export const SCREEN_CODE_LENGTH = 6;
export const REGISTRATION_MINUTES = 15;
/** A screen that waits for its confirmation asks this often. */
export const REGISTRATION_POLL_SECONDS = 3;
/** A screen reports this often, and at a change, which may come this much sooner at most. */
export const STATUS_INTERVAL_SECONDS = 15;
/** SC7: a command that no screen has acknowledged for so long is shown as not received. */
export const COMMAND_PATIENCE_SECONDS = 15;
/** SC6: `identify` and `reload` are about the moment; a screen that was away longer is not told of them. */
export const MOMENT_SECONDS = 60;
export const LONGEST_MESSAGE = 200;
/** Of one screen: more that are still open are given up, the oldest first. */
export const MOST_OPEN_COMMANDS = 50;

const LONGEST_NAME = 80;

function line(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'write something')
    .max(longest, `must have at most ${longest} characters`)
    .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'write one line, without invisible characters');
}

/** What a page says of itself: what a database cannot hold is left out of it. */
function said(longest: number) {
  return z
    .string()
    .max(longest)
    .transform((text) => text.replaceAll(/[\p{Cs}\0]/gu, ''));
}

const idSchema = z.uuid('is not an id');
const askedIdSchema = idSchema.transform((id) => id.toLowerCase());
const instantSchema = z.iso.datetime();
const sceneIdSchema = line(40);

/** The answer of `POST /api/v1/screens/registrations`. The code is to be shown, the secret to be kept by the page alone. */
export const registrationSchema = z.object({
  code: z.string().length(SCREEN_CODE_LENGTH),
  secret: z.string(),
  expiresAt: instantSchema,
});
export type Registration = z.infer<typeof registrationSchema>;

/** The body of `POST /api/v1/screens/registrations/poll`. */
export const registrationPollSchema = z.strictObject({ secret: z.string().max(100) });

/** What a screen may know of itself. `number` is what `identify` shows. */
export const ownScreenSchema = z.object({
  id: idSchema,
  number: z.int().positive(),
  name: z.string(),
  place: z.string(),
});
export type OwnScreen = z.infer<typeof ownScreenSchema>;

/** The answer to a poll; with `confirmed` comes the cookie. An expired or unknown secret is a 410. */
export const registrationStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), expiresAt: instantSchema }),
  z.object({ state: z.literal('confirmed'), screen: ownScreenSchema }),
]);
export type RegistrationState = z.infer<typeof registrationStateSchema>;

/** The body of `POST /api/v1/screens/confirmations` (administrator). The code is taken in any case, spaces and dashes ignored. */
export const confirmationSchema = z.strictObject({
  code: z
    .string()
    .max(20)
    .regex(/^[\w\s-]*$/, 'type the six characters that the screen shows')
    .transform((code) => code.toLowerCase().replaceAll(/[\s-]/g, '')),
  name: line(LONGEST_NAME),
  place: line(LONGEST_NAME),
});
export type Confirmation = z.input<typeof confirmationSchema>;

/** The body of `PATCH /api/v1/screens/{id}` (administrator). */
export const screenChangeSchema = z
  .strictObject({ name: line(LONGEST_NAME), place: line(LONGEST_NAME) })
  .partial();
export type ScreenChange = z.input<typeof screenChangeSchema>;

/** `Steering` of `lib/wall/schedule` as it crosses the wire; instants are the server's. */
export const steeringSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('follow') }),
  z.object({ mode: z.literal('hold'), scene: sceneIdSchema, atMs: z.number() }),
  z.object({ mode: z.literal('start'), scene: sceneIdSchema, atMs: z.number() }),
]);
export type WireSteering = z.infer<typeof steeringSchema>;

/** What an administrator may ask of screens. */
export const screenCommandSchema = z.discriminatedUnion('type', [
  /** Null takes the playlist away. The order of scenes begins as the playlist's own. */
  z.strictObject({ type: z.literal('assign'), playlist: askedIdSchema.nullable() }),
  /** The scene begins now, and the order goes on from it. */
  z.strictObject({ type: z.literal('jump'), scene: sceneIdSchema }),
  /** Holds the scene that stands. */
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('previous') }),
  /** Back to the playlist's own order. */
  z.strictObject({ type: z.literal('resume') }),
  /** The screen's number, large, for so long. */
  z.strictObject({
    type: z.literal('identify'),
    seconds: z.int().min(1).max(60).default(10),
  }),
  /** Plain text across the screen; without minutes until it is cleared. */
  z.strictObject({
    type: z.literal('message'),
    text: line(LONGEST_MESSAGE),
    minutes: z.int().min(1).max(1_440).nullable().default(null),
  }),
  z.strictObject({ type: z.literal('clearMessage') }),
  z.strictObject({ type: z.literal('reload') }),
]);
export type ScreenCommand = z.infer<typeof screenCommandSchema>;

/** The body of `POST /api/v1/screens/commands` (administrator). `all` is all that are not revoked. */
export const commandRequestSchema = z.strictObject({
  screens: z.union([z.literal('all'), z.array(askedIdSchema).min(1).max(200)]),
  command: screenCommandSchema,
});
export type CommandRequest = z.input<typeof commandRequestSchema>;

/** SC7: how far a command has come. */
export const COMMAND_STATES = ['pending', 'received', 'applied', 'failed', 'notReceived'] as const;

/** A command as the desk sees it. */
export const commandFactsSchema = z.object({
  id: z.int().positive(),
  screen: idSchema,
  command: screenCommandSchema,
  state: z.enum(COMMAND_STATES),
  /** Why it failed, in the screen's words; else null. */
  reason: z.string().nullable(),
  createdAt: instantSchema,
  /** Of the last acknowledgement. */
  acknowledgedAt: instantSchema.nullable(),
});
export type CommandFacts = z.infer<typeof commandFactsSchema>;

/** The answer of `POST /api/v1/screens/commands`; which screens could not be told and why, besides. */
export const commandAnswerSchema = z.object({
  commands: z.array(commandFactsSchema),
  refused: z.array(z.object({ screen: idSchema, reason: z.string() })),
});
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;

/** A command that a screen has not done yet. */
export const openCommandSchema = z.object({
  id: z.int().positive(),
  command: screenCommandSchema,
  /** This screen has said that it received it, perhaps before it loaded anew: a `reload` is done then. */
  isReceived: z.boolean(),
});
export type OpenCommand = z.infer<typeof openCommandSchema>;

/**
 * SC4: all that a screen is to show, whole, so that one who was away needs nothing else. Orders with a lower `revision` than
 * those held are old and ignored; equal revisions may differ in `commands` alone.
 */
export const screenOrdersSchema = z.object({
  screen: ownScreenSchema,
  revision: z.int().min(0),
  serverTime: instantSchema,
  /** `body` is a playlist (`playlistSchema` in `lib/wall`); the revision is the playlist's own. */
  playlist: z.object({ id: idSchema, revision: z.int().positive(), body: z.unknown() }).nullable(),
  steering: steeringSchema,
  message: z.object({ text: z.string(), until: instantSchema.nullable() }).nullable(),
  /** In the order in which they were given. Each is acknowledged by its id. */
  commands: z.array(openCommandSchema),
});
export type ScreenOrders = z.infer<typeof screenOrdersSchema>;

/** What a screen says of a command. A `reload` is acknowledged as received before the page goes, and as applied by the next. */
export const acknowledgementSchema = z.strictObject({
  id: z.int().positive().max(2_147_483_647),
  outcome: z.enum(['received', 'applied', 'failed']),
  /** Where it failed. */
  reason: said(300).nullable().default(null),
});
export type Acknowledgement = z.input<typeof acknowledgementSchema>;
export const acknowledgementsSchema = z.array(acknowledgementSchema).min(1).max(MOST_OPEN_COMMANDS);

/** What a screen says of itself. */
export const screenStatusSchema = z.strictObject({
  /** CSS pixels. */
  width: z.int().min(0).max(65_535),
  height: z.int().min(0).max(65_535),
  devicePixelRatio: z.number().min(0).max(16),
  build: said(64),
  seq: z.int().min(0).nullable(),
  /** Null until it was compared. */
  isDigestOk: z.boolean().nullable(),
  heapBytes: z.number().min(0).nullable(),
  /** Of the interval since the last report; null where no frame was drawn. */
  frameMs: z.strictObject({ median: z.number().min(0), worst: z.number().min(0) }).nullable(),
  lastError: z.strictObject({ message: said(300), at: instantSchema }).nullable(),
  scene: said(40).nullable(),
  sceneStartedAt: instantSchema.nullable(),
  /** Of the orders that are carried out. */
  revision: z.int().min(0).nullable(),
});
export type ScreenStatus = z.infer<typeof screenStatusSchema>;

/** The body of `POST /api/v1/screens/self/report`, where WebSocket is blocked. */
export const screenReportSchema = z.strictObject({
  status: screenStatusSchema.nullable().default(null),
  acknowledgements: z.array(acknowledgementSchema).max(MOST_OPEN_COMMANDS).default([]),
});

/** The answer of `POST /api/v1/screens/self/renewal`. With a renewal comes a new cookie; the old one holds until it was used. */
export const renewalSchema = z.object({ isRenewed: z.boolean(), againInSeconds: z.int() });
export type Renewal = z.infer<typeof renewalSchema>;

/** A screen as the desk sees it: `GET /api/v1/screens`. */
export const screenFactsSchema = ownScreenSchema.extend({
  confirmedAt: instantSchema,
  /** When its credential was last renewed. */
  renewedAt: instantSchema,
  revokedAt: instantSchema.nullable(),
  /** SC2: when a credential that had ended was last shown, which may be a copy; null where none was. */
  oldCredentialAt: instantSchema.nullable(),
  revision: z.int().min(0),
  playlist: z.object({ id: idSchema, name: z.string(), revision: z.int().positive() }).nullable(),
  steering: steeringSchema,
  message: screenOrdersSchema.shape.message,
  /** Seconds since its last sign of life by the server's clock; null where it never gave one. */
  silentSeconds: z.number().min(0).nullable(),
  status: screenStatusSchema.nullable(),
});
export type ScreenFacts = z.infer<typeof screenFactsSchema>;

/** A playlist as the desk sees it; `body` is valid by `playlistSchema`. */
export const storedPlaylistSchema = z.object({
  id: idSchema,
  revision: z.int().positive(),
  changedAt: instantSchema,
  body: z.unknown(),
  /** Ids of screens that show it. */
  screens: z.array(idSchema),
});
export type StoredPlaylist = z.infer<typeof storedPlaylistSchema>;

/** The answer to `screenJoin`, and what a fault of it means for the page: `none` registers, `revoked` says so and registers. */
export const screenWelcomeSchema = z.union([
  z.object({ orders: screenOrdersSchema }),
  z.object({ refused: z.enum(['none', 'revoked']), reason: z.string() }),
]);
export type ScreenWelcome = z.infer<typeof screenWelcomeSchema>;

/** What a page that is a registered screen says to its engine. */
export type ScreenSaid =
  | { type: 'join' }
  | { type: 'status'; status: ScreenStatus }
  | { type: 'acknowledge'; acknowledgements: readonly Acknowledgement[] };

/** Why a page is no registered screen. */
export type ScreenRefusal = Extract<ScreenWelcome, { refused: unknown }>;

/** What an engine tells such a page: orders, each newer than the ones before, or that it is no screen. */
export type ScreenTold =
  | { type: 'orders'; orders: ScreenOrders }
  | { type: 'refused'; refusal: ScreenRefusal };
