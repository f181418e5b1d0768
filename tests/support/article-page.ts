import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An article of another site (another loopback port), with some HTML in it; it keeps the heights that it hears. */
export async function serveArticle(html: string): Promise<{ url: string; close: () => void }> {
  const page = `<!doctype html><title>Article</title><script>
    heights = [];
    addEventListener('message', ({ data, origin }) => heights.push({ data, origin }));
  </script><p>Words.</p>${html}<p>More words.</p>`;
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.end(page);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
