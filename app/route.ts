import { preferredLocale } from '@/lib/url/preferred-locale';

/** Sends a reader to the map in their language, with whatever view the address names. */
export function GET(request: Request): Response {
  const locale = preferredLocale(request.headers.get('accept-language'));
  return new Response(null, {
    status: 307,
    headers: {
      Location: `/${locale}${new URL(request.url).search}`,
      Vary: 'Accept-Language',
      'Cache-Control': 'no-store',
    },
  });
}
