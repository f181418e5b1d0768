/**
 * `/embed.js`: what an article may include so that its frames are as high as what is in them. It believes a height only
 * where it comes from the origin that the script came from, and gives it to the one frame that said it.
 */
export const EMBED_SCRIPT = `(() => {
  const { origin } = new URL(document.currentScript.src);
  addEventListener('message', (event) => {
    const { type, height } = event.data ?? {};
    if (event.origin !== origin || type !== 'havenwacht:height') return;
    if (!Number.isFinite(height) || height < 100 || height > 4000) return;
    for (const frame of document.querySelectorAll('iframe')) {
      if (frame.contentWindow !== event.source) continue;
      frame.style.aspectRatio = 'auto';
      frame.style.minHeight = '0';
      frame.style.height = Math.ceil(height) + 'px';
    }
  });
})();
`;

/** Kept for an hour: its address stands in articles, and a newer one has to reach them. */
export const EMBED_SCRIPT_HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'public, max-age=3600',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
};
