import type { Settings } from './settings';

/**
 * Whether a page of this origin may call what not every page may: the installation's own and those that the operator named.
 * Programs send no origin and are welcome, as for every public read.
 * @param host the request's own, by which the installation is reached
 */
export function isOriginAllowed(
  { PUBLIC_URL, ALLOWED_ORIGINS }: Pick<Settings, 'PUBLIC_URL' | 'ALLOWED_ORIGINS'>,
  origin: string | null | undefined,
  host: string | null | undefined,
): boolean {
  if (!origin) return true;
  if (
    origin === originOf(PUBLIC_URL) ||
    ALLOWED_ORIGINS.some((allowed) => originOf(allowed) === origin)
  )
    return true;
  return originOf(origin)?.replace(/^https?:\/\//, '') === host;
}

function originOf(address: string | undefined): string | null {
  try {
    return address ? new URL(address).origin : null;
  } catch {
    return null;
  }
}
