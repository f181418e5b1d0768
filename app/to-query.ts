/** What Next hands a page of its address's query. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** The query as an address has it, without its question mark. */
export function toQuery(parameters: SearchParams): string {
  const pairs = Object.entries(parameters).flatMap(([key, value]) =>
    [value ?? []].flat().map((text): [string, string] => [key, text]),
  );
  return new URLSearchParams(pairs).toString();
}
