import { pageOfAddress } from './page-address';
import type { ViewDefaults } from './view-state';
import { type AddressScene, parseWall } from './wall-address';

/** What stands on the page from which walls are steered. */
export const CONTROL_SECTIONS = ['screens', 'playlists'] as const;
export type ControlSection = (typeof CONTROL_SECTIONS)[number];

/** Of a new playlist in the address, which has no id yet. */
export const NEW_PLAYLIST = 'new';

/** What the fragment of `/control` says; a fragment is sent to no server. */
export interface ControlAddress {
  section: ControlSection;
  /** The code that a screen shows, to be confirmed. */
  code: string | null;
  /** The playlist that is edited: an id, or `NEW_PLAYLIST`. */
  playlist: string | null;
  /** The query of an explorer's view that is to become a scene. */
  view: string | null;
}

export const CONTROL_START: ControlAddress = {
  section: 'screens',
  code: null,
  playlist: null,
  view: null,
};

const CODE = /^[a-z0-9]{4,12}$/i;
const PLAYLIST = /^(?:new|[0-9a-f-]{36})$/;
const LONGEST_VIEW = 2_000;

/** Never throws: what is unknown or broken is left out. `fragment`: with or without its `#`. */
export function parseControl(fragment: string): ControlAddress {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const read = (key: string, isRight: (text: string) => boolean) => {
    const text = parameters.get(key);
    return text !== null && isRight(text) ? text : null;
  };
  const playlist = read('playlist', (text) => PLAYLIST.test(text));
  const view = read('view', (text) => text.length <= LONGEST_VIEW);
  const named = CONTROL_SECTIONS.find((name) => name === parameters.get('section'));
  const isOfPlaylists = playlist !== null || view !== null;
  return {
    section: named ?? (isOfPlaylists ? 'playlists' : 'screens'),
    code: read('code', (text) => CODE.test(text)),
    playlist,
    view,
  };
}

/** The fragment that says it, without what follows from the rest. No leading `#`. */
export function formatControl({ section, code, playlist, view }: ControlAddress): string {
  const usual = playlist !== null || view !== null ? 'playlists' : 'screens';
  return new URLSearchParams([
    ...(section === usual ? [] : [['section', section]]),
    ...(code === null ? [] : [['code', code]]),
    ...(playlist === null ? [] : [['playlist', playlist]]),
    ...(view === null ? [] : [['view', view]]),
  ]).toString();
}

/** The page from which walls are steered, below its language. */
export function controlPath(address: ControlAddress): `/control${string}` {
  const fragment = formatControl(address);
  return fragment ? `/control#${fragment}` : '/control';
}

/**
 * The scenes that a pasted address says: the one view of the explorer, or those of a wall. Null where it is no such address of
 * this installation. `base`: where that is, without a slash at its end.
 */
export function scenesOfPasted(
  text: string,
  base: string,
  defaults: ViewDefaults,
): readonly AddressScene[] | null {
  const query = queryOf(text.trim(), base);
  if (query === null) return null;
  return parseWall(query, defaults).scenes.map((scene) => ({ ...scene }));
}

function queryOf(text: string, base: string): string | null {
  if (/^\?./.test(text)) return text.slice(1);
  const wall = /^(.*\/(?:nl|fr|en))\/wall(?=[?#]|$)/.exec(text);
  // A wall's address is the map's with one word more.
  const page = pageOfAddress(wall ? text.replace(wall[0], wall[1] ?? '') : text, base);
  return page?.page === 'map' ? page.query : null;
}
