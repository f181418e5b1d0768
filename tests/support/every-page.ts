/** Every page below a language: a folder of `app` that has a page. A test compares them with the folders. */
export const PAGES = [
  '',
  '/about',
  '/control',
  '/embed',
  '/enter',
  '/incident/[id]',
  '/region/[code]',
  '/s/[code]',
  '/screen',
  '/wall',
] as const;
