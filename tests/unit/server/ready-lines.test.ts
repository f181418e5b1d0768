import { describe, expect, it } from 'vitest';
import { readyLines } from '@/lib/server/ready-lines';
import { readSettings } from '@/lib/server/settings';

function linesFor(environment: Record<string, string>, mode: 'demo' | 'real' = 'real'): string {
  const settings = readSettings(environment, mode, '/srv/havenwacht');
  const token = { path: '/srv/token', isNew: false };
  return readyLines({ settings, token, port: 3000, tookMs: 900 }).join('\n');
}

describe('what the server says when it is ready', () => {
  it('is that without HTTPS there is neither service worker nor wake lock', () => {
    expect(linesFor({ HOST: '0.0.0.0' })).toMatch(/no HTTPS.*service worker.*wake lock/);
    expect(linesFor({ PUBLIC_URL: 'http://map.example' })).toContain('no HTTPS');
  });

  it('does not claim in a demo that every record is simulated: the sourced ones lie beside', () => {
    const said = linesFor({}, 'demo');
    expect(said).toContain('demo, with a simulated history and live feed,');
    expect(said).not.toContain('every record');
  });

  it('is nothing of it with HTTPS, on the machine alone, and without pages', () => {
    expect(linesFor({ PUBLIC_URL: 'https://map.example', HOST: '0.0.0.0' })).not.toContain('HTTPS');
    expect(linesFor({})).not.toContain('HTTPS');
    expect(linesFor({ HOST: '0.0.0.0', PAGES: 'off' })).not.toContain('HTTPS');
  });

  it.each([
    ['0.0.0.0', 'http://localhost:3000'],
    ['::', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000'],
    ['192.0.2.7', 'http://192.0.2.7:3000'],
  ])('is an address that can be opened where it listens at %s', (HOST, address) => {
    expect(linesFor({ HOST })).toContain(`  Open     ${address}\n`);
  });
});
