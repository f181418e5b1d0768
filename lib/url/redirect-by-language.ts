import { isLocale, preferredLocale } from './preferred-locale';

/**
 * Sends a reader to a page in their language, or in that of `lang`, with whatever view the address names. `page` is its path
 * below the language.
 */
export function redirectByLanguage(request: Request, page: '' | '/about' | '/embed'): Response {
  const { search, searchParams } = new URL(request.url);
  // No page has it as a parameter. The rest stays as it was written.
  const rest = search
    .slice(1)
    .split('&')
    .filter((part) => !/^lang(?:=|$)/.test(part))
    .join('&');
  const asked = searchParams.get('lang');
  const locale =
    asked !== null && isLocale(asked)
      ? asked
      : preferredLocale(request.headers.get('accept-language'));
  return new Response(null, {
    status: 307,
    headers: {
      Location: `/${locale}${page}${rest ? `?${rest}` : ''}`,
      Vary: 'Accept-Language',
      'Cache-Control': 'no-store',
    },
  });
}
