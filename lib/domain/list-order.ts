/** How lists of records may be sorted: newest first, most killed and then most injured first, or heaviest seizure first. */
export const LIST_ORDERS = ['time', 'severity', 'weight'] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];
