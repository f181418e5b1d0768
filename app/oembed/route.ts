import { connection } from 'next/server';
import { mapAddressOf } from '@/components/incidents/record-map';
import { mapAddressOfRegion } from '@/components/regions/region-map';
import { oembedOf } from '@/components/share/oembed';
import { regionByCode } from '@/lib/regions/gazetteer';
import { pageFacts } from '@/lib/server/page-facts';
import { parseEmbed } from '@/lib/url/embed-view';
import { type PageAddress, pageOfAddress } from '@/lib/url/page-address';
import { formatView, parseUnresolved } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { requestWords } from '../request-words';

/** A view of this installation, and what it is called. */
interface Shown {
  title: string;
  query: string;
}

/** oEmbed: what another site needs to show one of our pages as a map. Nothing is ever fetched for it. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  const { searchParams } = new URL(request.url);
  const facts = pageFacts();
  if ((searchParams.get('format') ?? 'json') !== 'json') {
    return refusal(501, 'Only format=json is written here.');
  }
  if (!facts.isFramable) return refusal(404, 'No other site may embed maps of this installation.');
  const address = pageOfAddress(searchParams.get('url') ?? '', facts.publicUrl);
  const shown = address && (await shownAt(address));
  if (!address || !shown) return refusal(404, 'There is no page of this installation to embed.');
  const answer = oembedOf({
    ...shown,
    base: facts.publicUrl,
    locale: address.locale,
    publisher: facts.publisher,
    maxWidth: searchParams.get('maxwidth'),
    maxHeight: searchParams.get('maxheight'),
  });
  return Response.json(answer, { headers: HEADERS });
}

const HEADERS = { 'cache-control': 'no-cache', 'access-control-allow-origin': '*' };

function refusal(status: 404 | 501, sentence: string): Response {
  return Response.json({ title: sentence, status }, { status, headers: HEADERS });
}

async function shownAt(address: PageAddress): Promise<Shown | null> {
  const { mode, readRecord, readRegion } = pageFacts();
  const { locale } = address;
  const { t, words } = requestWords(locale);
  if (address.page === 'map') {
    const { view } = parseEmbed(address.query);
    const defaults = viewDefaultsOf(mode);
    const title = mode === 'demo' ? t('meta.simulatedTitle') : t('meta.title');
    return { title, query: formatView(parseUnresolved(view, defaults).state, defaults) };
  }
  if (address.page === 'record') {
    const content = await readRecord(address.id, address.asOf);
    if (typeof content === 'string' || !content.record.title) return null;
    const { record, past } = content;
    const title = words.text(record.title ?? {}).text;
    return {
      title: t(record.origin === 'simulated' ? 'recordPage.simulatedTitle' : 'recordPage.title', {
        title,
      }),
      query: queryOf(mapAddressOf(record, { locale, mode, asOf: past?.name ?? null })),
    };
  }
  const content = await readRegion(address.code);
  if (typeof content === 'string') return null;
  const region = regionByCode(address.code)?.names[locale] ?? address.code;
  const name = content.scope === 'simulated' ? 'regionPage.simulatedTitle' : 'regionPage.title';
  const map = mapAddressOfRegion(content, { locale, mode });
  return { title: t(name, { region }), query: queryOf(map) };
}

function queryOf(path: string): string {
  return path.split('?')[1] ?? '';
}
