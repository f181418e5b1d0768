export const LONGEST_TITLE = 120;
export const LONGEST_NOTE = 600;

/** A short link as anybody who has its code may know it. */
export interface SharedLink {
  code: string;
  /** On this server: `/s/CODE`. */
  path: string;
  state: string;
  title: string | null;
  note: string | null;
}

/** What the server tells of a link, or null where it is something else: a page knows no schemas before it can be used. */
export function toSharedLink(told: unknown): SharedLink | null {
  const { code, path, state, title, note } = Object(told) as Record<string, unknown>;
  const isText = typeof code === 'string' && typeof state === 'string';
  if (!isText || typeof path !== 'string' || !isTextOrNone(title) || !isTextOrNone(note))
    return null;
  return { code, path, state, title, note };
}

function isTextOrNone(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
