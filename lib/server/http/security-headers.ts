import type { ServerResponse } from 'node:http';

export interface ContentPolicyHosts {
  /** Origins that the chosen street style loads from; empty for the embedded map. */
  connect: readonly string[];
}

/**
 * The policy of a page: scripts only by nonce, nothing from elsewhere but what the operator's street style names. Only
 * embeds are framed; `ancestors` says by whom.
 */
export function contentSecurityPolicy(
  nonce: string,
  hosts: ContentPolicyHosts,
  isDevelopment: boolean,
  ancestors = "'none'",
): string {
  const elsewhere = hosts.connect.length > 0 ? ` ${hosts.connect.join(' ')}` : '';
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:${elsewhere}`,
    `font-src 'self'${elsewhere}`,
    `connect-src 'self'${elsewhere}`,
    `worker-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

/** Headers of every answer. */
export function setSecurityHeaders(answer: ServerResponse): void {
  answer.setHeader('x-content-type-options', 'nosniff');
  answer.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
  answer.setHeader(
    'permissions-policy',
    'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  );
  answer.setHeader('cross-origin-opener-policy', 'same-origin');
  answer.removeHeader('x-powered-by');
}

/** What answers other than pages may do in a browser: nothing. */
export const INERT_POLICY = "default-src 'none'; frame-ancestors 'none'";
