/** Whether an address is one of those that other sites frame: such a page keeps nothing in its reader's browser. */
export function isEmbedPath(pathname: string): boolean {
  return /^\/(?:[a-z]{2}\/)?embed(?:\/|$)/.test(pathname);
}
