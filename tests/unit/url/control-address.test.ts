import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONTROL_SECTIONS,
  CONTROL_START,
  type ControlAddress,
  controlPath,
  formatControl,
  parseControl,
  scenesOfPasted,
} from '@/lib/url/control-address';
import { viewDefaultsOf } from '@/lib/url/presets';
import { isOfRegisteredScreen } from '@/lib/url/wall-address';
import { webAddress } from '../../support/web-address';

const BASE = 'https://map.example';
const DEFAULTS = viewDefaultsOf('real');

const addresses: fc.Arbitrary<ControlAddress> = fc.record({
  section: fc.constantFrom(...CONTROL_SECTIONS),
  code: fc.option(fc.stringMatching(/^[a-zA-Z0-9]{4,12}$/)),
  playlist: fc.option(fc.oneof(fc.uuid(), fc.constant('new'))),
  view: fc.option(fc.string({ maxLength: 200 })),
});

describe('the address of the control page', () => {
  it('says the same again when it is read', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(parseControl(formatControl(address))).toEqual(address);
        expect(parseControl(`#${formatControl(address)}`)).toEqual(address);
      }),
    );
  });

  it('is read whatever it is, and what is broken is left out', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseControl(text)));
    expect(parseControl('#code=%20x&playlist=y&section=z')).toEqual(CONTROL_START);
  });

  it('holds a view in its fragment, which no server is sent', () => {
    const path = controlPath({ ...CONTROL_START, section: 'playlists', view: 'k=shooting' });
    expect(path).toBe('/control#view=k%3Dshooting');
    expect(parseControl(new URL(BASE + path).hash)).toMatchObject({
      section: 'playlists',
      view: 'k=shooting',
    });
    expect(controlPath(CONTROL_START)).toBe('/control');
  });
});

describe('a pasted address', () => {
  const scenesOf = (text: string) => scenesOfPasted(text, BASE, DEFAULTS);

  it('is the view of the map, as the page itself would write it', () => {
    const usual = { layout: 'map and ticker', seconds: 60 };
    expect(scenesOf(`${BASE}/nl?k=shooting&utm_source=x`)).toEqual([
      { ...usual, view: 'k=shooting' },
    ]);
    expect(scenesOf(` ${BASE}/fr `)).toEqual([{ ...usual, view: '' }]);
    expect(scenesOf('?k=seizure')).toEqual([{ ...usual, view: 'k=seizure' }]);
  });

  it('is all scenes of a wall', () => {
    const query = 'scene=map~30~k%3Dshooting&scene=figures~20~';
    expect(scenesOf(`${BASE}/en/wall?${query}`)).toEqual([
      { layout: 'map', seconds: 30, view: 'k=shooting' },
      { layout: 'figures', seconds: 20, view: '' },
    ]);
  });

  it.each([
    '',
    'shooting',
    'https://else.example/nl?k=shooting',
    `${BASE}/nl/about`,
    `${BASE}/api/v1`,
  ])('that is none of this map’s is refused: %j', (text) => expect(scenesOf(text)).toBeNull());

  it('never fails, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), webAddress), (text) => void scenesOf(text)));
  });
});

describe('the address of a registered screen', () => {
  it('says nothing of what is shown', () => {
    for (const query of ['', 'theme=light', 'utm_source=x']) {
      expect(isOfRegisteredScreen(query)).toBe(true);
    }
    for (const query of ['scene=map~5~', 'k=shooting', 'lang=fr', 'breaking=none']) {
      expect(isOfRegisteredScreen(query)).toBe(false);
    }
  });
});
