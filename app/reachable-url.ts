/** Where the operator set none it is this machine's own, at which no phone finds it: then the page's origin is better. */
export function reachableUrl(publicUrl: string): string | null {
  return new URL(publicUrl).hostname === 'localhost' ? null : publicUrl;
}
