import { describe, expect, it } from 'vitest';
import { isWorthKeeping, shellAnswer } from '@/lib/shell/shell-rules';

const ORIGIN = 'https://map.example';

function navigation(path: string) {
  return shellAnswer({ method: 'GET', mode: 'navigate', url: ORIGIN + path, origin: ORIGIN });
}

function load(url: string, method = 'GET') {
  return shellAnswer({ method, mode: 'cors', url, origin: ORIGIN });
}

describe('what the service worker answers', () => {
  it('is pages, whatever view they name', () => {
    for (const path of [
      '/',
      '/en',
      '/nl?k=seizure&c=4.3,50.8,9',
      '/fr/about',
      '/nl/wall?lang=fr',
    ]) {
      expect(navigation(path), path).toBe('page');
    }
  });

  it('is no embed, no form for a token, no API and no unknown page', () => {
    for (const path of [
      '/embed',
      '/en/embed',
      '/en/embed/map',
      '/en/enter',
      '/xx',
      '/en/other',
      '/api/v1/incidents',
      '/metrics',
      '/sw.js',
    ]) {
      expect(navigation(path), path).toBe('network');
    }
  });

  it('is files that carry a hash in their names, and no others', () => {
    for (const path of [
      '/_next/static/chunks/0cz1d0mv5g_q7.js',
      '/_next/static/media/noto-sans-latin-400-normal.25gl__q4lp_ic.woff2',
      '/basemap/world.b98de17c2c3b.json',
      '/basemap/noto-sans-latin-400-normal.09aee8065d25.woff2',
      '/icon.svg',
    ]) {
      expect(load(ORIGIN + path), path).toBe('asset');
    }
    for (const path of [
      '/basemap/streets.pmtiles',
      '/basemap/provinces.json',
      '/api/v1/snapshot',
      '/api/v1/partitions/e/1/2025/abc',
      '/socket.io/?EIO=4',
      '/metrics',
      '/en?_rsc=1',
    ]) {
      expect(load(ORIGIN + path), path).toBe('network');
    }
  });

  it('is nothing of another origin, and nothing that writes', () => {
    expect(load('https://tiles.example/_next/static/a.js')).toBe('network');
    expect(load(`${ORIGIN}/_next/static/a.js`, 'POST')).toBe('network');
  });
});

describe('a page that may stand in for itself later', () => {
  const page = (status: number, type: string) => {
    const answer = new Response('', { status, headers: { 'content-type': type } });
    Object.defineProperty(answer, 'type', { value: 'basic' });
    return answer;
  };

  it('is HTML that was meant', () => {
    expect(isWorthKeeping(page(200, 'text/html; charset=utf-8'))).toBe(true);
    expect(isWorthKeeping(page(401, 'text/html'))).toBe(false);
    expect(isWorthKeeping(page(503, 'text/html'))).toBe(false);
    expect(isWorthKeeping(page(200, 'application/json'))).toBe(false);
  });
});
