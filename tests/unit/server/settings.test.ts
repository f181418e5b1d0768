import { describe, expect, it } from 'vitest';
import {
  lacksHttps,
  missingImprint,
  readSettings,
  SettingError,
  settingsSchema,
} from '@/lib/server/settings';

const ROOT = '/srv/havenwacht';

function read(environment: Record<string, string> = {}, mode: 'demo' | 'real' = 'real') {
  return readSettings(environment, mode, ROOT);
}

function messageOf(environment: Record<string, string>): string {
  try {
    read(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return (error as SettingError).message;
  }
  throw new Error(`${JSON.stringify(environment)} was taken`);
}

describe('settings', () => {
  it('have a default for everything but the imprint', () => {
    expect(read()).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: `${ROOT}/.data/havenwacht`,
      basemap: { kind: 'embedded', url: null, darkUrl: null },
      ALLOWED_ORIGINS: [],
      PAGES: 'on',
      mode: 'real',
    });
  });

  it('keep the demo in a folder of its own', () => {
    expect(read({}, 'demo').DATA_DIR).toBe(`${ROOT}/.data/demo`);
    expect(read({ DATA_DIR: '/var/lib/watch' }, 'demo').DATA_DIR).toBe('/var/lib/watch');
  });

  it('take an empty variable for an unset one', () => {
    const empty = Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, ' ']));
    expect(read(empty)).toEqual(read());
  });

  it.each([
    [{ PORT: 'http' }, 'PORT="http" must be a whole number from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT="65536" must be a whole number from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT="-1" must be a whole number from 0 to 65535.'],
    [
      { DATABASE_URL: 'mysql://db' },
      'DATABASE_URL="mysql://db" must begin with postgres:// or postgresql://.',
    ],
    [{ PUBLIC_URL: 'example.org' }, 'PUBLIC_URL="example.org" must be an http or https address.'],
    [
      { ALLOWED_ORIGINS: 'https://a.example, b.example' },
      'ALLOWED_ORIGINS="https://a.example, b.example" must be an http or https address.',
    ],
    [{ WRITES_PER_MINUTE: '0' }, 'WRITES_PER_MINUTE="0" must be a whole number from 1 to 1000000.'],
    [
      { READS_PER_MINUTE: '1.5' },
      'READS_PER_MINUTE="1.5" must be a whole number from 1 to 1000000.',
    ],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY="true" must be yes or no.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL="loud" must be fatal, error, warn, info or debug.'],
    [{ PAGES: 'yes' }, 'PAGES="yes" must be on or off.'],
    [
      { DEMO_EVENTS_PER_MINUTE: '601' },
      'DEMO_EVENTS_PER_MINUTE="601" must be a whole number from 0 to 600.',
    ],
    [
      { BASEMAP: 'streets' },
      'BASEMAP="streets" must be embedded, openfreemap, the http address of a MapLibre style (or two: light, a space, dark), or a .pmtiles file.',
    ],
  ] as [Record<string, string>, string][])('%j gives one sentence', (environment, sentence) => {
    expect(messageOf(environment)).toBe(sentence);
  });

  it.each([
    'HOST',
    'DATA_DIR',
    'PUBLISHER',
    'RESPONSIBLE_EDITOR',
    'CONTACT',
    'DATA_LICENCE',
    'BASEMAP',
  ])('name %s where its text is far too long', (name) => {
    expect(messageOf({ [name]: 'x'.repeat(301) })).toMatch(new RegExp(`^${name}="x`));
  });

  it('read a street map by name, style address, archive address or archive file', () => {
    const basemapOf = (BASEMAP: string) => read({ BASEMAP }).basemap;
    expect(basemapOf('openfreemap')).toEqual({
      kind: 'style',
      url: 'https://tiles.openfreemap.org/styles/positron',
      darkUrl: 'https://tiles.openfreemap.org/styles/dark',
      file: null,
    });
    expect(basemapOf('https://tiles.example/day.json https://tiles.example/night.json')).toEqual({
      kind: 'style',
      url: 'https://tiles.example/day.json',
      darkUrl: 'https://tiles.example/night.json',
      file: null,
    });
    expect(basemapOf('https://tiles.example/style.json')).toEqual({
      kind: 'style',
      url: 'https://tiles.example/style.json',
      darkUrl: null,
      file: null,
    });
    expect(basemapOf('https://tiles.example/be.pmtiles')).toMatchObject({
      kind: 'pmtiles',
      file: null,
    });
    expect(basemapOf('maps/be.pmtiles')).toEqual({
      kind: 'pmtiles',
      url: '/basemap/streets.pmtiles',
      darkUrl: null,
      file: `${ROOT}/maps/be.pmtiles`,
    });
  });

  it('write addresses without a slash at the end', () => {
    expect(read({ PUBLIC_URL: 'https://map.example//' }).PUBLIC_URL).toBe('https://map.example');
    expect(
      read({ ALLOWED_ORIGINS: 'https://a.example/, http://b.example' }).ALLOWED_ORIGINS,
    ).toEqual(['https://a.example', 'http://b.example']);
  });

  it('name what the publisher owes its readers', () => {
    expect(
      missingImprint(read({ PUBLISHER: 'Example Press', CONTACT: 'desk@example.org' })),
    ).toEqual(['RESPONSIBLE_EDITOR', 'DATA_LICENCE']);
  });
});

describe('an installation that browsers on other machines do not trust', () => {
  it('is one without HTTPS that is reached from elsewhere', () => {
    for (const environment of [
      { HOST: '0.0.0.0' },
      { HOST: '192.168.1.5' },
      { HOST: '127.0.0.1', PUBLIC_URL: 'http://map.example' },
      { PUBLIC_URL: 'http://192.168.1.5:3000' },
    ]) {
      expect(lacksHttps(read(environment)), JSON.stringify(environment)).toBe(true);
    }
  });

  it('is none with HTTPS, nor on the machine itself', () => {
    for (const environment of [
      {},
      { HOST: '::1' },
      { HOST: 'localhost' },
      { HOST: '0.0.0.0', PUBLIC_URL: 'https://map.example' },
      { PUBLIC_URL: 'http://localhost:3000' },
      { PUBLIC_URL: 'http://[::1]:3000' },
    ]) {
      expect(lacksHttps(read(environment)), JSON.stringify(environment)).toBe(false);
    }
  });
});
