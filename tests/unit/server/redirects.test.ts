import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { enter } from '@/lib/server/http/enter';
import type { ReadGate } from '@/lib/server/read-gate';
import { redirectByLanguage } from '@/lib/url/redirect-by-language';
import { HOSTILE_TEXTS } from '../../support/hostile-texts';
import {
  redirectPaths,
  redirectQueries,
  STRANGER,
  strangeLocation,
} from '../../support/redirect-attempts';

const BASE = 'https://map.example.org';
const TOKEN = 'hwr_some-token';

/** As the server reads a request's target, which is what the page framework is handed too. */
function targetOf(path: string): URL | null {
  return URL.canParse(`${BASE}${path}`) ? new URL(`${BASE}${path}`) : null;
}

async function locationOfEntry(url: URL): Promise<string> {
  const headers = new Map<string, string>();
  const answer = { setHeader: headers.set.bind(headers), end: () => undefined };
  const gate = { identifyToken: async () => ({ id: 'x' }) } as unknown as ReadGate;
  const isIn = await enter(gate, TOKEN, {
    url,
    isHttps: true,
    answer: answer as unknown as ServerResponse,
  });
  expect(isIn).toBe(true);
  return headers.get('location') ?? '';
}

function locationByLanguage(url: URL, page: '' | '/about' | '/embed'): string {
  return redirectByLanguage(new Request(url), page).headers.get('location') ?? '';
}

const parts = fc.constantFrom(
  '/',
  '\\',
  '//',
  '.',
  '..',
  '%2f',
  '%5c',
  '\t',
  '@',
  ':',
  STRANGER,
  'enter',
  'nl',
);
const anyTarget = fc
  .array(fc.oneof(parts, fc.string({ maxLength: 4 }), fc.constantFrom(...HOSTILE_TEXTS)), {
    maxLength: 8,
  })
  .map((pieces) => `/${pieces.join('')}`);
const ATTEMPTS = ['', '/enter', '/nl/enter', '/nl', '/embed'].flatMap((beginning) => [
  ...redirectPaths(beginning),
  ...redirectQueries(beginning || '/'),
]);

async function expectOnSite(path: string): Promise<void> {
  const url = targetOf(path.startsWith('/') ? path : `/${path}`);
  if (!url) return;
  const locations = [
    await locationOfEntry(url),
    ...(['', '/about', '/embed'] as const).map((page) => locationByLanguage(url, page)),
  ];
  for (const location of locations) expect(strangeLocation(location, BASE), path).toBeNull();
}

it('who enters by a token, and who is sent to a page in their language, stays on this site whatever the address says', async () => {
  for (const path of ATTEMPTS) await expectOnSite(path);
  await fc.assert(fc.asyncProperty(anyTarget, expectOnSite), { numRuns: 1_000 });
});

it('the token is not in the address that its reader is sent to, and neither is another by the same name', async () => {
  const url = targetOf(`/nl?token=${TOKEN}&k=seizure&token=https://${STRANGER}`);
  expect(await locationOfEntry(url as URL)).toBe('/nl?k=seizure');
});

it('what leads elsewhere would be noticed', () => {
  for (const way of [
    `//${STRANGER}`,
    `/\\${STRANGER}`,
    `https://${STRANGER}/`,
    '/\t/x',
    'nl',
    `/x/..//${STRANGER}`,
  ]) {
    expect(strangeLocation(way, BASE), way).not.toBeNull();
  }
  expect(strangeLocation('/nl?k=seizure', BASE)).toBeNull();
});
