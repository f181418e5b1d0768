import { createHash } from 'node:crypto';

/** A tag of what an answer is made from; weak, since answers are sent compressed and plain. */
export function tagOf(parts: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `W/"${hash.slice(0, 22)}"`;
}

/** Whether a caller says that it holds this answer already (`If-None-Match`, RFC 9110). */
export function holdsTag(headers: Headers, tag: string): boolean {
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  const given = headers.get('if-none-match');
  return given?.split(',').some((text) => opaque(text) === opaque(tag)) ?? false;
}
