/** What the list shows: the view, the members of a symbol, or an area's records. */
export type ListSource = { type: 'view' } | { type: 'cluster'; cluster: number; count: number };
