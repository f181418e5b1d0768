import type { Settings } from './settings';

/** Who may frame a map, as the operator said it: everybody, or pages of these origins. */
export type EmbedOrigins = 'any' | readonly string[];

export const EMBED_ORIGINS_FAULT =
  'must be any, none, or origins such as https://www.example.org or https://*.example.org, separated by commas';

const ORIGIN = /^https?:\/\/(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/;

/** Null where it is no list of origins. A star stands for one part in front of a host, as browsers have it. */
export function parseEmbedOrigins(text: string): EmbedOrigins | null {
  if (text === 'any') return 'any';
  if (text === 'none') return [];
  const origins = text
    .split(',')
    .map((entry) => entry.trim().toLowerCase().replace(/\/$/, ''))
    .filter(Boolean);
  return origins.length > 0 && origins.every((origin) => ORIGIN.test(origin)) ? origins : null;
}

type Access = Pick<Settings, 'EMBED_ORIGINS' | 'ACCESS'>;

/**
 * Which pages may hold an embedded map; the installation's own always. Where nothing is set, any page may hold a public map:
 * its data is open to every origin too, an embed has neither cookie nor anything that a click could do in its reader's name,
 * and a newsroom expects the snippet that it copied to work in its articles. A private map is held by nobody unless named.
 */
export function frameAncestors(settings: Access): string {
  const origins = originsOf(settings);
  return ["'self'", ...(origins === 'any' ? ['*'] : origins)].join(' ');
}

/** Whether any page of another site may hold a map: where none may, none is told how. */
export function isFramable(settings: Access): boolean {
  return originsOf(settings).length > 0;
}

function originsOf({ EMBED_ORIGINS, ACCESS }: Access): EmbedOrigins {
  return EMBED_ORIGINS ?? (ACCESS === 'public' ? 'any' : []);
}
