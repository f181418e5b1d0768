/** Which basemap lies under the incidents: the meaning of the setting `BASEMAP`. */
export type BasemapChoice =
  | { type: 'embedded' }
  | { type: 'style'; light: string; dark: string }
  | { type: 'pmtiles'; url: string };

const OPENFREEMAP = 'https://tiles.openfreemap.org/styles';

/**
 * Reads `embedded`, `openfreemap`, the address of a style, or the address of a `.pmtiles` file.
 * @throws Error with a sentence for whoever set it
 */
export function parseBasemapChoice(setting: string): BasemapChoice {
  const text = setting.trim();
  if (text === '' || text === 'embedded') return { type: 'embedded' };
  if (text === 'openfreemap') {
    return { type: 'style', light: `${OPENFREEMAP}/positron`, dark: `${OPENFREEMAP}/dark` };
  }
  const isAddress = text.startsWith('/') || /^https?:\/\//.test(text);
  if (!isAddress) {
    throw new Error(
      `BASEMAP is "${text}"; use embedded, openfreemap, the address of a MapLibre style, or the address of a .pmtiles file`,
    );
  }
  const [path = ''] = text.split(/[?#]/);
  return path.endsWith('.pmtiles')
    ? { type: 'pmtiles', url: text }
    : { type: 'style', light: text, dark: text };
}
