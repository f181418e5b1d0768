import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { frameAncestors, isFramable, parseEmbedOrigins } from '@/lib/server/embed-origins';
import { EMBED_SCRIPT } from '@/lib/server/http/embed-script';
import { contentSecurityPolicy } from '@/lib/server/http/security-headers';
import { readSettings } from '@/lib/server/settings';

function ancestorsOf(environment: Record<string, string>): string {
  return frameAncestors(readSettings(environment, 'real', '/srv/havenwacht'));
}

describe('who may frame a map', () => {
  it('is everybody where it is public and nothing is set, and nobody else where it is private', () => {
    expect(ancestorsOf({})).toBe("'self' *");
    expect(ancestorsOf({ ACCESS: 'private' })).toBe("'self'");
  });

  it('is who the operator names, and always the installation itself', () => {
    expect(ancestorsOf({ EMBED_ORIGINS: 'none' })).toBe("'self'");
    expect(ancestorsOf({ EMBED_ORIGINS: 'any', ACCESS: 'private' })).toBe("'self' *");
    expect(ancestorsOf({ EMBED_ORIGINS: 'https://A.example, https://*.b.example:8443/' })).toBe(
      "'self' https://a.example https://*.b.example:8443",
    );
  });

  it.each([
    [{}, true],
    [{ ACCESS: 'private' }, false],
    [{ EMBED_ORIGINS: 'none' }, false],
    [{ EMBED_ORIGINS: 'https://a.example', ACCESS: 'private' }, true],
  ])('may be another site by %j: %s', (environment, expected) => {
    expect(isFramable(readSettings(environment, 'real', '/srv/havenwacht'))).toBe(expected);
  });

  it.each([
    'a.example',
    'https://a.example/path',
    'https://a.example https://b.example',
    "https://a.example; script-src 'unsafe-inline'",
    'https://*',
    'ftp://a.example',
    'https://user@a.example',
    ',',
    'any, https://a.example',
  ])('is not %s', (text) => {
    expect(parseEmbedOrigins(text)).toBeNull();
    expect(() => ancestorsOf({ EMBED_ORIGINS: text })).toThrow(
      `EMBED_ORIGINS="${text}" must be any, none, or origins such as https://www.example.org or https://*.example.org, separated by commas.`,
    );
  });

  it('is in the policy of an embed, and of no other page', () => {
    const policy = (ancestors?: string) =>
      contentSecurityPolicy('n', { connect: [] }, false, ancestors);
    expect(policy("'self' *")).toMatch(/; frame-ancestors 'self' \*$/);
    expect(policy()).toMatch(/; frame-ancestors 'none'$/);
  });
});

interface Frame {
  contentWindow: object;
  style: Record<string, string>;
}

/** A page with two frames that includes the script; `hear` is how it hears a message. */
function articleWith(frames: Frame[]): (message: object) => void {
  let listener: (message: object) => void = () => undefined;
  const page = createContext({
    URL,
    document: {
      currentScript: { src: 'https://map.example/embed.js' },
      querySelectorAll: () => frames,
    },
    addEventListener: (_: string, listen: typeof listener) => {
      listener = listen;
    },
  });
  runInContext(EMBED_SCRIPT, page);
  return (message) => listener(message);
}

describe('the script of an article', () => {
  const frames = (): [Frame, Frame] => [
    { contentWindow: {}, style: { height: '' } },
    { contentWindow: {}, style: { height: '' } },
  ];
  const data = { type: 'havenwacht:height', height: 431.2 };
  const origin = 'https://map.example';

  it('gives the frame that said it its height, and no other', () => {
    const [one, other] = frames();
    articleWith([one, other])({ origin, source: one.contentWindow, data });
    expect(one.style).toMatchObject({ height: '432px', aspectRatio: 'auto' });
    expect(other.style.height).toBe('');
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a window that is no frame of the page', { source: {} }],
    ['another kind of message', { data: { type: 'height', height: 400 } }],
    ['no number', { data: { type: 'havenwacht:height', height: '400px;position:fixed' } }],
    ['a height beyond all screens', { data: { type: 'havenwacht:height', height: 1e9 } }],
    ['nothing', { data: null }],
  ])('does nothing for %s', (_, part) => {
    const [one, other] = frames();
    articleWith([one, other])({ origin, source: one.contentWindow, data, ...part });
    expect([one.style.height, other.style.height]).toEqual(['', '']);
  });

  it('is less than a kilobyte', () => {
    expect(Buffer.byteLength(EMBED_SCRIPT)).toBeLessThan(1_000);
  });
});
