/** What one key does wherever the focus is. */
export type Shortcut = 'search' | 'share' | 'help';

/** By the sign and not by the key's place: `/` and `?` need Shift on some keyboards and not on others. */
const SHORTCUTS: ReadonlyMap<string, Shortcut> = new Map([
  ['/', 'search'],
  ['s', 'share'],
  ['?', 'help'],
]);

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** The key belongs to a sign that an input method is putting together. */
  isComposing: boolean;
  /** Something nearer to the focus has taken it. */
  defaultPrevented: boolean;
}

/** What a key press asks of the page; null for one that belongs to the browser, to a field or to nobody. */
export function shortcutOf(press: KeyPress, isTyping: boolean): Shortcut | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.isComposing || press.defaultPrevented || isTyping) return null;
  return SHORTCUTS.get(press.key) ?? null;
}

/** Inputs that take no signs. */
const SIGNLESS = [
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
];

/** What of a focused element says whether signs go into it. */
export interface FocusedElement {
  /** In capitals, as browsers say it. */
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
}

/** Whether signs that are typed go into an element; a list of options is searched by them. */
export function takesSigns(element: FocusedElement): boolean {
  switch (element.tagName) {
    case 'INPUT':
      return !SIGNLESS.includes(element.type ?? 'text');
    case 'TEXTAREA':
    case 'SELECT':
      return true;
    default:
      return element.isContentEditable === true;
  }
}
