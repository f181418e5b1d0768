import type { Settings } from '../settings';

/**
 * Whether the browser came by https, here or at a proxy that is trusted to say so.
 * @param forwardedProto the request's `x-forwarded-proto`
 */
export function isSecure(
  settings: Pick<Settings, 'TRUST_PROXY' | 'PUBLIC_URL'>,
  forwardedProto: string | string[] | null | undefined,
): boolean {
  const last = String(forwardedProto ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  const isForwarded = settings.TRUST_PROXY === 'yes' && last === 'https';
  return isForwarded || (settings.PUBLIC_URL?.startsWith('https:') ?? false);
}
