/** Keys by the name that browsers give them; what has no sign of its own is named in the reader's language. */
export type KeyName =
  | '/'
  | '?'
  | 's'
  | '+'
  | '−'
  | '←'
  | '→'
  | '↑'
  | '↓'
  | 'home'
  | 'end'
  | 'pageUp'
  | 'pageDown'
  | 'enter'
  | 'space'
  | 'escape';

/** All keys of the page, by the part that has the focus. What the browser itself does (Tab, Space on a button) is left out. */
export const KEY_GROUPS = [
  {
    where: 'page',
    keys: [
      { names: ['/'], does: 'search' },
      { names: ['s'], does: 'share' },
      { names: ['?'], does: 'help' },
    ],
  },
  {
    where: 'list',
    keys: [
      { names: ['↑', '↓'], does: 'row' },
      { names: ['pageUp', 'pageDown'], does: 'rows' },
      { names: ['home', 'end'], does: 'rowEnds' },
      { names: ['enter'], does: 'open' },
      { names: ['escape'], does: 'close' },
    ],
  },
  {
    where: 'timeline',
    keys: [
      { names: ['←', '→'], does: 'days' },
      { names: ['pageUp', 'pageDown'], does: 'daysFar' },
      { names: ['home', 'end'], does: 'daysEnds' },
      { names: ['+', '−'], does: 'zoomTime' },
      { names: ['space'], does: 'play' },
      { names: ['escape'], does: 'allDays' },
    ],
  },
  {
    where: 'map',
    keys: [
      { names: ['←', '→', '↑', '↓'], does: 'pan' },
      { names: ['+', '−'], does: 'zoomMap' },
      { names: ['escape'], does: 'giveUp' },
    ],
  },
  {
    where: 'tabs',
    keys: [
      { names: ['←', '→'], does: 'tab' },
      { names: ['home', 'end'], does: 'tabEnds' },
    ],
  },
  {
    where: 'regions',
    keys: [
      { names: ['↑', '↓'], does: 'region' },
      { names: ['enter'], does: 'chooseRegion' },
      { names: ['escape'], does: 'emptyField' },
    ],
  },
  { where: 'sheets', keys: [{ names: ['escape'], does: 'fold' }] },
] as const satisfies readonly {
  where: string;
  keys: readonly { names: readonly KeyName[]; does: string }[];
}[];

/** Keys whose sign is the same in every language. */
export type SignKey = Exclude<KeyName, NamedKey>;
export type NamedKey = 'home' | 'end' | 'pageUp' | 'pageDown' | 'enter' | 'space' | 'escape';

const SIGNS: readonly string[] = ['/', '?', 's', '+', '−', '←', '→', '↑', '↓'] satisfies SignKey[];

export function isSign(key: KeyName): key is SignKey {
  return SIGNS.includes(key);
}
