import type { Page } from '@playwright/test';

/** At 1080 lines. On other screens everything is in proportion to the shorter side. */
const LEAST_PX = 32;
const HEADLINE_PX = 72;
const SHORTER_SIDE_PX = 1_080;
/** WCAG 2.2, 1.4.6 (AAA); as much is asked of large words, since they are read from across a room. */
const LEAST_CONTRAST = 7;
/**
 * Texts that nobody has to read from across the room: who made the map (said because its licence asks for it), the sample numbers
 * inside the legend's signs, which are pictures of signs, and what is there for screen readers only. What the map draws on its
 * canvas is no text; `tests/unit/map` and the palette's test look after it.
 */
const EXEMPT = '.maplibregl-ctrl-attrib, svg[aria-hidden], .visually-hidden, next-route-announcer';

/** Entries of these lists stand whole or not at all: what there is no room for is no fault, and half of it is one. */
const WHOLE_ENTRIES = '[data-whole-entries]';
/** Letters end well within the height of their line, and what cuts less of it takes nothing of them. */
const MARGIN_OF_LINE = 0.2;
const MARGIN_PX = 2;

/** What takes the whole picture on purpose: what is under it is not there to be read. */
const SHEETS = '[data-whole], #screen-number';

/**
 * One line for each text of a wall that is too small, too pale, covered, cut, or out of sight; empty where all can be read. A text
 * that ends in dots after its lines says itself that there is more of it; of that its beginning has to be seen.
 */
export function readingFaults(page: Page): Promise<string[]> {
  const rule = {
    LEAST_PX,
    HEADLINE_PX,
    SHORTER_SIDE_PX,
    LEAST_CONTRAST,
    EXEMPT,
    SHEETS,
    WHOLE_ENTRIES,
    MARGIN_OF_LINE,
    MARGIN_PX,
  };
  return page.evaluate((rule) => {
    type Rgba = [number, number, number, number];
    const share = Math.min(innerWidth, innerHeight) / rule.SHORTER_SIDE_PX;

    const rgba = (colour: string): Rgba => {
      const parts = (/^rgba?\((.*)\)$/.exec(colour)?.[1] ?? '').split(/[\s,/]+/).map(Number);
      if (parts.length < 3 || parts.some(Number.isNaN)) throw new Error(`no colour: ${colour}`);
      const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
      return [red, green, blue, alpha];
    };
    const over = ([red, green, blue, alpha]: Rgba, under: Rgba): Rgba => {
      const mix = (top: number, below: number) => alpha * top + (1 - alpha) * below;
      return [mix(red, under[0]), mix(green, under[1]), mix(blue, under[2]), 1];
    };
    const groundOf = (element: Element | null): Rgba => {
      if (!element) return rgba(getComputedStyle(document.body).backgroundColor);
      const { backgroundColor, backgroundImage } = getComputedStyle(element);
      if (backgroundImage !== 'none') throw new Error('a text on a picture');
      const own = rgba(backgroundColor);
      return own[3] === 1 ? own : over(own, groundOf(element.parentElement));
    };
    const luminance = (colour: Rgba) => {
      const linear = (value: number) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
    };
    const contrast = (a: Rgba, b: Rgba) => {
      const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
      return (light + 0.05) / (dark + 0.05);
    };
    const endsInDots = (element: Element) => {
      const { webkitLineClamp, textOverflow } = getComputedStyle(element);
      return !['', 'none'].includes(webkitLineClamp) || textOverflow === 'ellipsis';
    };
    /** What of a line is left by the screen and by all that cuts off, or by those only that do or do not put dots in its place. */
    const seenOf = (line: DOMRect, element: Element, withDots?: boolean): DOMRect | null => {
      let [left, top, right, bottom] = [line.left, line.top, line.right, line.bottom];
      const cut = (box: { left: number; top: number; right: number; bottom: number }) => {
        left = Math.max(left, box.left);
        top = Math.max(top, box.top);
        right = Math.min(right, box.right);
        bottom = Math.min(bottom, box.bottom);
      };
      if (!withDots) cut({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
      for (let at: Element | null = element; at; at = at.parentElement) {
        const isCutting = /hidden|clip|auto|scroll/.test(getComputedStyle(at).overflow);
        const isMeant = withDots === undefined || endsInDots(at) === withDots;
        if (isCutting && isMeant) cut(at.getBoundingClientRect());
      }
      return right - left > 2 && bottom - top > 2
        ? new DOMRect(left, top, right - left, bottom - top)
        : null;
    };
    /** What lies over the middle of a line and is no mere empty box; null for nothing. */
    const coverOf = (element: Element, line: DOMRect): Element | null => {
      const middle = [line.left + line.width / 2, line.top + line.height / 2] as const;
      const above = document.elementsFromPoint(...middle);
      const own = above.findIndex((one) => element.contains(one) || one.contains(element));
      const isSolid = (one: Element) => rgba(getComputedStyle(one).backgroundColor)[3] > 0;
      return above.slice(0, Math.max(own, 0)).find(isSolid) ?? null;
    };
    const isLess = (seen: DOMRect | null, line: DOMRect) => {
      const down = Math.max(rule.MARGIN_PX, rule.MARGIN_OF_LINE * line.height);
      return (
        !seen ||
        seen.left - line.left > rule.MARGIN_PX ||
        line.right - seen.right > rule.MARGIN_PX ||
        seen.top - line.top > down ||
        line.bottom - seen.bottom > down
      );
    };
    /** Whether letters of a line are lost, and no dots say so. */
    const isCut = (line: DOMRect, element: Element) =>
      !isLess(seenOf(line, element, true), line) && isLess(seenOf(line, element, false), line);
    /** Letters that are cut, and what lies over lines; null for what is under a sheet, and not there to be read. */
    const hidingOf = (lines: DOMRect[], seen: DOMRect[], element: Element): string[] | null => {
      const covers = seen.flatMap((line) => coverOf(element, line) ?? []);
      const sheets = covers.flatMap((cover) => cover.closest(rule.SHEETS) ?? []);
      if (sheets.some((sheet) => sheet !== element.closest(rule.SHEETS))) return null;
      const said = lines.some((line) => isCut(line, element)) ? ['cut'] : [];
      const [cover] = covers;
      return cover ? [...said, `covered by ${cover.tagName} ${cover.className}`] : said;
    };
    const faultsOf = (text: Text, element: HTMLElement): string[] => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const words = text.data.trim().slice(0, 40);
      const lines = [...range.getClientRects()].filter(({ width, height }) => width * height > 0);
      const seen = lines.flatMap((line) => seenOf(line, element) ?? []);
      const isLeftOut = seen.length === 0 && element.closest(rule.WHOLE_ENTRIES) !== null;
      if (lines.length === 0 || isLeftOut) return [];
      if (seen.length === 0) return [`"${words}": not seen at all`];
      const style = getComputedStyle(element);
      // Only its map is enlarged as a whole.
      const map = element.closest<HTMLElement>('.hw-map');
      const enlarged = map ? map.getBoundingClientRect().width / map.clientWidth : 1;
      const size = (Number.parseFloat(style.fontSize) * enlarged) / share;
      const least = element.closest('[data-headline]') ? rule.HEADLINE_PX : rule.LEAST_PX;
      const ground = groundOf(element);
      const found = contrast(over(rgba(style.color), ground), ground);
      const said: string[] = [];
      if (size < least - 0.05) said.push(`${size.toFixed(1)} px, not ${least}`);
      if (found < rule.LEAST_CONTRAST) said.push(`contrast ${found.toFixed(2)}`);
      const hiding = hidingOf(lines, seen, element);
      return hiding ? [...said, ...hiding].map((fault) => `"${words}": ${fault}`) : [];
    };

    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let texts = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !(node as Text).data.trim() || element.closest(rule.EXEMPT)) continue;
      if (element.closest('script, style, noscript, template')) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      texts += 1;
      faults.push(...faultsOf(node as Text, element));
    }
    if (texts === 0) faults.push('nothing is said at all');
    return faults;
  }, rule);
}

/** The same in both themes of the page that stands; the theme of before is there again afterwards. */
export async function readingFaultsInBothThemes(page: Page): Promise<string[]> {
  const wear = (theme: string | null) =>
    page.evaluate((theme) => {
      const root = document.querySelector<HTMLElement>('[data-theme]');
      const before = root?.dataset.theme ?? null;
      for (const each of document.querySelectorAll<HTMLElement>('[data-theme]')) {
        if (theme) each.dataset.theme = theme;
      }
      return before;
    }, theme);
  const own = await wear(null);
  const found: string[] = [];
  for (const theme of ['dark', 'light']) {
    await wear(theme);
    found.push(...(await readingFaults(page)).map((fault) => `${theme}: ${fault}`));
  }
  await wear(own);
  return found;
}
