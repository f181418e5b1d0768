import type { LOCALES } from '@/lib/domain/vocabulary';
import {
  LAYOUTS,
  type Layout,
  LONGEST_PAUSE_SECONDS,
  MOST_RULES,
  USUAL_PAUSE_SECONDS,
  USUAL_RULES,
  WALL_LANGUAGES,
  type WallLanguage,
} from '@/lib/wall/playlist';
import type { BreakingRule, Playlist, Scene } from '@/lib/wall/playlist-schema';
import { ruleOfText, textOfRule } from './breaking-text';
import { formatView, type Notice, parseUnresolved } from './parse-view';
import type { Theme, ViewDefaults } from './view-state';

/** An address says no more scenes than this; longer playlists are stored. */
export const MOST_ADDRESS_SCENES = 12;
/** How long a scene of an address stands that is a wall of one view. */
const USUAL_SECONDS = 60;
const USUAL_LAYOUT: Layout = 'map and ticker';
const WALL_KEYS: readonly string[] = ['scene', 'breaking', 'pause', 'lang', 'theme'];
const NOTHING_BREAKS = 'none';

/** A scene as an address says it: what stands on the wall, for how long, and the explorer's query of its view. */
export type AddressScene = Pick<Scene, 'layout' | 'seconds' | 'view'>;

/** Everything that the address of a wall without registration says. */
export interface WallAddress {
  /** At least one. */
  scenes: readonly AddressScene[];
  /**
   * Null where the address has no rule: then a shooting that hit somebody and a large seizure interrupt, in a scene's own selection.
   * An empty list: nothing does.
   */
  breaking: readonly BreakingRule[] | null;
  /** So long the scenes stand at least between two cards. */
  pauseSeconds: number;
  /** Null for the language of the path. */
  language: WallLanguage | null;
  /** `auto` is dark: a wall has no reader whose system could be asked. */
  theme: Theme;
}

export interface ParsedWall extends WallAddress {
  notices: Notice[];
}

/**
 * The wall that an address's query says: scenes, or one explorer view. Never throws: what is unknown or broken is left out and
 * named in `notices`, and a wall without any readable scene shows the installation's usual view.
 */
export function parseWall(query: string, defaults: ViewDefaults): ParsedWall {
  const parameters = new URLSearchParams(query);
  const notices: Notice[] = [];
  const drop = (key: string, text: string, problem: Notice['problem'] = 'unreadable'): void => {
    notices.push({ key: key.slice(0, 60), text: text.slice(0, 60), problem });
  };
  const viewOf = (text: string): string => {
    const parsed = parseUnresolved(text, defaults);
    notices.push(...parsed.notices);
    const { asOf } = parsed.state;
    // A wall follows the feed: that it does not show the past that was asked for has to be said.
    if (asOf !== null) drop('asOf', new URLSearchParams(text).get('asOf') ?? '', 'unknown');
    const own = { theme: 'auto', record: null, asOf: null, link: null } as const;
    return formatView({ ...parsed.state, ...own }, defaults);
  };

  const scenes: AddressScene[] = [];
  for (const text of parameters.getAll('scene')) {
    const scene = scenes.length < MOST_ADDRESS_SCENES ? sceneOfText(text) : null;
    if (scene) scenes.push({ ...scene, view: viewOf(scene.view) });
    else drop('scene', text);
  }
  const rest = new URLSearchParams([...parameters].filter(([key]) => !WALL_KEYS.includes(key)));
  if (!parameters.has('scene')) {
    scenes.push({ layout: USUAL_LAYOUT, seconds: USUAL_SECONDS, view: viewOf(rest.toString()) });
  } else {
    for (const [key, text] of rest) {
      if (!isOfCampaign(key)) drop(key, text, 'unknown');
    }
    if (scenes.length === 0) {
      scenes.push({ layout: USUAL_LAYOUT, seconds: USUAL_SECONDS, view: '' });
    }
  }

  return {
    scenes,
    breaking: rulesOf(parameters.getAll('breaking'), drop),
    pauseSeconds: pauseOf(parameters.getAll('pause').at(-1), drop),
    language: lastOf(parameters, 'lang', WALL_LANGUAGES, drop),
    theme: lastOf(parameters, 'theme', ['auto', 'light', 'dark'] as const, drop) ?? 'auto',
    notices,
  };
}

/** Whether an address says no wall of its own, so that a registered screen shows there what it was told. */
export function isOfRegisteredScreen(query: string): boolean {
  return [...new URLSearchParams(query).keys()].every(
    (key) => key === 'theme' || isOfCampaign(key),
  );
}

/** The query that says a wall. No leading question mark. */
export function formatWall(wall: WallAddress): string {
  const { scenes, breaking, pauseSeconds, language, theme } = wall;
  const [only] = scenes;
  const isOneView =
    scenes.length === 1 && only?.layout === USUAL_LAYOUT && only.seconds === USUAL_SECONDS;
  return [
    ...(isOneView ? [only.view].filter(Boolean) : scenes.map(textOfScene)),
    ...(breaking?.length === 0 ? [`breaking=${NOTHING_BREAKS}`] : []),
    ...(breaking ?? []).map((rule) => `breaking=${textOfRule(rule)}`),
    ...(pauseSeconds === USUAL_PAUSE_SECONDS ? [] : [`pause=${pauseSeconds}`]),
    ...(language === null ? [] : [`lang=${language}`]),
    ...(theme === 'auto' ? [] : [`theme=${theme}`]),
  ].join('&');
}

/**
 * The playlist of an address. Without rules of its own it has the usual ones, which the wall narrows to the selection of the
 * scene that stands.
 */
export function playlistOfWall(
  { scenes, breaking, pauseSeconds, language }: WallAddress,
  usualLanguage: (typeof LOCALES)[number],
): Playlist {
  return {
    name: 'wall',
    language: language ?? usualLanguage,
    scenes: scenes.map((scene, index) => ({
      ...scene,
      id: `scene-${index + 1}`,
      name: scene.layout,
    })),
    breaking: [...(breaking ?? USUAL_RULES)],
    pauseSeconds,
  };
}

function textOfScene({ layout, seconds, view }: AddressScene): string {
  return `scene=${layout.replaceAll(' ', '-')}~${seconds}~${encodeURIComponent(view)}`;
}

/** `LAYOUT~SECONDS~VIEW`; the view has been decoded once and is read by its own rules. */
function sceneOfText(text: string): AddressScene | null {
  const [word = '', number = '', ...view] = text.split('~');
  const layout = LAYOUTS.find((known) => known.replaceAll(' ', '-') === word);
  const seconds = /^\d{1,4}$/.test(number) ? Number(number) : 0;
  if (!layout || seconds < 5 || seconds > 3_600) return null;
  const query = view.join('~');
  return query.length > 2_000 ? null : { layout, seconds, view: query };
}

function rulesOf(
  texts: readonly string[],
  drop: (key: string, text: string) => void,
): BreakingRule[] | null {
  if (texts.length === 0) return null;
  const rules: BreakingRule[] = [];
  for (const text of texts) {
    if (text === NOTHING_BREAKS) continue;
    const rule = rules.length < MOST_RULES ? ruleOfText(text) : null;
    if (rule) rules.push(rule);
    else drop('breaking', text);
  }
  // Where no rule could be read, the usual one stands: a slip does not silence a wall.
  return rules.length === 0 && !texts.includes(NOTHING_BREAKS) ? null : rules;
}

function pauseOf(text: string | undefined, drop: (key: string, text: string) => void): number {
  if (text === undefined) return USUAL_PAUSE_SECONDS;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (seconds <= LONGEST_PAUSE_SECONDS) return seconds;
  drop('pause', text);
  return USUAL_PAUSE_SECONDS;
}

function lastOf<const Word extends string>(
  parameters: URLSearchParams,
  key: string,
  words: readonly Word[],
  drop: (key: string, text: string) => void,
): Word | null {
  const text = parameters.getAll(key).at(-1);
  if (text === undefined) return null;
  const found = words.find((word) => word === text);
  if (!found) drop(key, text);
  return found ?? null;
}

function isOfCampaign(key: string): boolean {
  return key.startsWith('utm_') || key === 'fbclid' || key === 'gclid';
}
