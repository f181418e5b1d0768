import type { EmbedControl } from './embed-view';

interface Snippet {
  /** Where the installation is, without a slash at its end. */
  base: string;
  /** The embed's path and query. */
  path: string;
  /** What a screen reader calls the frame. */
  title: string;
  controls: readonly EmbedControl[];
  /** CSS pixels of a frame that keeps them; null for one as wide as its column, whose height follows what is in it. */
  size: { width: number; height: number } | null;
}

const LEAST_HEIGHT_PX = 320;
const TIMELINE_PX = 150;
const LIST_PX = 200;

/**
 * The HTML that puts a map into an article. Everything is escaped, so that no view and no title leaves its attribute. The
 * script only makes the frame as high as its content; without it the frame keeps its proportions.
 */
export function embedSnippet({ base, path, title, controls, size }: Snippet): string {
  const style = size
    ? `width:${size.width}px;max-width:100%;height:${size.height}px;border:0`
    : `width:100%;aspect-ratio:4/3;min-height:${leastHeight(controls)}px;border:0`;
  const frame = `<iframe src="${escapeHtml(base + path)}" title="${escapeHtml(title)}" style="${style}" loading="lazy"></iframe>`;
  if (size) return frame;
  return `${frame}\n<script async src="${escapeHtml(base)}/embed.js"></script>`;
}

function leastHeight(controls: readonly EmbedControl[]): number {
  const timeline = controls.includes('timeline') ? TIMELINE_PX : 0;
  const list = controls.includes('list') ? LIST_PX : 0;
  return LEAST_HEIGHT_PX + timeline + list;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
