import type { AdminToken } from './admin-token';
import { hostInAddress } from './host-in-address';
import { recordHint } from './record-hint';
import { lacksHttps, missingImprint, type Settings } from './settings';

/** What the operator reads when the server is ready: where it is, and what readers will miss. */
export function readyLines({
  settings,
  token,
  port,
  tookMs,
}: {
  settings: Settings;
  token: Pick<AdminToken, 'path' | 'isNew'>;
  port: number;
  tookMs: number;
}): string[] {
  const address =
    settings.PUBLIC_URL ?? `http://${hostInAddress(settings.HOST, 'localhost')}:${port}`;
  const missing = missingImprint(settings);
  return [
    `Havenwacht ${settings.mode === 'demo' ? 'demo, with a simulated history and live feed, ' : ''}is ready (${(tookMs / 1000).toFixed(1)} s).`,
    `  Open     ${address}`,
    `  Token    ${token.path}${token.isNew ? ' (just written; it has all rights, keep it secret)' : ''}`,
    ...(settings.mode === 'real'
      ? [
          `  Record   ${recordHint(address, token.path)}`,
          '  Import   npm run import -- FILE.csv',
          '  Streets  BASEMAP=openfreemap npm start (or a style address, or a .pmtiles file)',
        ]
      : []),
    ...(missing.length > 0
      ? [
          `  Warning  not set: ${missing.join(', ')}. Readers are told so; see the README's settings.`,
        ]
      : []),
    ...(settings.PAGES === 'on' && lacksHttps(settings)
      ? [
          '  Warning  no HTTPS: browsers on other machines get neither service worker nor wake lock, so a page does not open without network and a screen may go dark. Put a proxy with a certificate in front and set PUBLIC_URL.',
        ]
      : []),
  ];
}
