import type { Notice } from './parse-view';

/** What an embedded map may have beside the map itself and its caption. */
export const EMBED_CONTROLS = ['zoom', 'legend', 'timeline', 'list'] as const;
export type EmbedControl = (typeof EMBED_CONTROLS)[number];

/** What it has where its address does not say. */
export const USUAL_EMBED_CONTROLS: readonly EmbedControl[] = ['zoom', 'legend'];

const CONTROLS_KEY = 'controls';
/** Chooses the language at `/embed`; below a language it says nothing any more. */
const LANGUAGE_KEY = 'lang';
const NO_CONTROLS = 'none';

export interface EmbedAddress {
  /** In the order of `EMBED_CONTROLS`. */
  controls: EmbedControl[];
  /** The rest of the query: a view, for `parseView`. */
  view: string;
  notices: Notice[];
}

/** What an embed's query says: its controls, and the view as the explorer's address would say it. Never throws. */
export function parseEmbed(query: string): EmbedAddress {
  const parameters = new URLSearchParams(query);
  const text = parameters.get(CONTROLS_KEY);
  parameters.delete(CONTROLS_KEY);
  parameters.delete(LANGUAGE_KEY);
  const view = parameters.toString();
  const controls = text === null ? [...USUAL_EMBED_CONTROLS] : controlsOf(text);
  if (controls) return { controls, view, notices: [] };
  const notice: Notice = {
    key: CONTROLS_KEY,
    text: (text ?? '').slice(0, 60),
    problem: 'unreadable',
  };
  return { controls: [...USUAL_EMBED_CONTROLS], view, notices: [notice] };
}

/** The query of an embed that shows a view; `view` is what `formatView` gives. No leading question mark. */
export function formatEmbed(view: string, controls: readonly EmbedControl[]): string {
  const chosen = EMBED_CONTROLS.filter((control) => controls.includes(control));
  const text = chosen.join('.') || NO_CONTROLS;
  const isUsual = text === USUAL_EMBED_CONTROLS.join('.');
  return [view, isUsual ? '' : `${CONTROLS_KEY}=${text}`].filter(Boolean).join('&');
}

/** Joined by full stops as every list of an address, or by commas; null where one of them is none. */
function controlsOf(text: string): EmbedControl[] | null {
  if (text === NO_CONTROLS || text === '') return [];
  const given = text.split(/[.,]/);
  if (given.some((name) => !(EMBED_CONTROLS as readonly string[]).includes(name))) return null;
  return EMBED_CONTROLS.filter((control) => given.includes(control));
}
