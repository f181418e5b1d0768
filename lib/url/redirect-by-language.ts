import { preferredLocale } from './preferred-locale';

/** Sends a reader to a page in their language, with whatever view the address names. `page` is its path below the language. */
export function redirectByLanguage(request: Request, page: '' | '/about'): Response {
  const locale = preferredLocale(request.headers.get('accept-language'));
  return new Response(null, {
    status: 307,
    headers: {
      Location: `/${locale}${page}${new URL(request.url).search}`,
      Vary: 'Accept-Language',
      'Cache-Control': 'no-store',
    },
  });
}
