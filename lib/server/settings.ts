import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EMBED_ORIGINS_FAULT, parseEmbedOrigins } from './embed-origins';
import type { BasemapSetting } from './page-facts';

/** A setting that cannot be used; its message is one sentence that says what to do. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const text = z.string().trim().min(1).max(300);

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine(
      (value) => value >= least && value <= most,
      `must be a whole number from ${least} to ${most}`,
    );
}

const webAddress = z
  .string()
  .refine(
    (value) => /^https?:$/.test(safeUrl(value)?.protocol ?? ''),
    'must be an http or https address',
  )
  .transform((value) => value.replace(/\/+$/, ''));

/** Every setting, by its environment variable. Empty means unset. The README's table is tested against these names. */
export const settingsSchema = z.object({
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: text.default('127.0.0.1'),
  DATA_DIR: text.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  PUBLIC_URL: webAddress.optional(),
  ACCESS: z.enum(['public', 'private'], { error: 'must be public or private' }).default('public'),
  BASEMAP: text.default('embedded'),
  PUBLISHER: text.optional(),
  RESPONSIBLE_EDITOR: text.optional(),
  CONTACT: text.optional(),
  DATA_LICENCE: text.optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .pipe(z.array(webAddress))
    .default([]),
  EMBED_ORIGINS: z
    .string()
    .transform((list, context) => {
      const origins = parseEmbedOrigins(list);
      if (origins !== null) return origins;
      context.addIssue({ code: 'custom', message: EMBED_ORIGINS_FAULT });
      return z.NEVER;
    })
    .optional(),
  WRITES_PER_MINUTE: wholeNumber(1, 1_000_000).default(600),
  READS_PER_MINUTE: wholeNumber(1, 1_000_000).default(6_000),
  REQUESTS_IN_FLIGHT: wholeNumber(1, 100_000).default(256),
  SOCKETS_PER_ADDRESS: wholeNumber(1, 1_000_000).default(10_000),
  TRUST_PROXY: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug'], {
      error: 'must be fatal, error, warn, info or debug',
    })
    .default('info'),
  METRICS: z
    .enum(['off', 'loopback', 'public'], { error: 'must be off, loopback or public' })
    .default('loopback'),
  PAGES: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  INDEX_RECORDS: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
  FRESH_HOURS: wholeNumber(0, 8_760).default(24),
  DEMO_EVENTS_PER_MINUTE: wholeNumber(0, 600).default(8),
  BACKUPS: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  BACKUP_DIR: text.optional(),
  BACKUP_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 03:30')
    .default('03:30'),
  BACKUP_KEEP_DAYS: wholeNumber(1, 3_650).default(7),
  BACKUP_KEEP_WEEKS: wholeNumber(0, 520).default(4),
});

export interface Settings
  extends Omit<z.infer<typeof settingsSchema>, 'DATA_DIR' | 'BACKUPS' | 'BACKUP_DIR' | 'BASEMAP'> {
  DATA_DIR: string;
  BACKUPS: 'on' | 'off';
  BACKUP_DIR: string;
  basemap: BasemapSetting & { file: string | null };
  mode: 'demo' | 'real';
}

/**
 * Reads the settings from an environment.
 * @throws SettingError naming the first wrong variable, what it was and what it must be.
 */
export function readSettings(
  environment: Record<string, string | undefined>,
  mode: 'demo' | 'real',
  projectRoot: string,
): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter((entry) => entry[1]),
  );
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw new SettingError(`${name}="${given[name] ?? ''}" ${issue?.message ?? 'is not valid'}.`);
  }
  const { DATA_DIR, BACKUPS, BACKUP_DIR, BASEMAP, ...rest } = parsed.data;
  const dataDir = resolve(
    projectRoot,
    DATA_DIR ?? (mode === 'demo' ? '.data/demo' : '.data/havenwacht'),
  );
  return {
    ...rest,
    mode,
    DATA_DIR: dataDir,
    BACKUPS: BACKUPS ?? (mode === 'demo' ? 'off' : 'on'),
    BACKUP_DIR: resolve(projectRoot, BACKUP_DIR ?? join(dataDir, 'backups')),
    basemap: readBasemap(BASEMAP, projectRoot),
  };
}

const OPENFREEMAP = 'https://tiles.openfreemap.org/styles';

function readBasemap(value: string, projectRoot: string): Settings['basemap'] {
  if (value === 'embedded') return { kind: 'embedded', url: null, darkUrl: null, file: null };
  if (value === 'openfreemap') {
    return readBasemap(`${OPENFREEMAP}/positron ${OPENFREEMAP}/dark`, projectRoot);
  }
  const [light = '', dark = null, ...more] = value.split(/\s+/);
  if (isHttp(light) && (dark === null || isHttp(dark)) && more.length === 0) {
    const isArchive = new URL(light).pathname.endsWith('.pmtiles');
    return { kind: isArchive ? 'pmtiles' : 'style', url: light, darkUrl: dark, file: null };
  }
  if (value.endsWith('.pmtiles')) {
    const file = resolve(projectRoot, value);
    return { kind: 'pmtiles', url: '/basemap/streets.pmtiles', darkUrl: null, file };
  }
  throw new SettingError(
    `BASEMAP="${value}" must be embedded, openfreemap, the http address of a MapLibre style (or two: light, a space, dark), or a .pmtiles file.`,
  );
}

function isHttp(address: string): boolean {
  return /^https?:$/.test(safeUrl(address)?.protocol ?? '');
}

function safeUrl(value: string): URL | null {
  try {
    return new URL(value);
  } catch {
    return null;
  }
}

/** The settings that a publisher owes its readers and has not given. */
export function missingImprint(settings: Settings): string[] {
  const names = ['PUBLISHER', 'RESPONSIBLE_EDITOR', 'CONTACT', 'DATA_LICENCE'] as const;
  return names.filter((name) => !settings[name]);
}

/** Hosts that browsers trust without HTTPS, since nothing leaves the machine. */
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\]|::1)$/;

/** Whether readers come by an address on which browsers give neither service worker nor wake lock. */
export function lacksHttps({ PUBLIC_URL, HOST }: Pick<Settings, 'PUBLIC_URL' | 'HOST'>): boolean {
  if (!PUBLIC_URL) return !LOOPBACK.test(HOST);
  const { protocol, hostname } = new URL(PUBLIC_URL);
  return protocol !== 'https:' && !LOOPBACK.test(hostname);
}
