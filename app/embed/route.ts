import { redirectByLanguage } from '@/lib/url/redirect-by-language';

export function GET(request: Request): Response {
  return redirectByLanguage(request, '/embed');
}
