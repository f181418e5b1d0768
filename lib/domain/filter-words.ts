/**
 * What is known of the people that an event harmed, by best estimates. `nobody`: both numbers are stated, and 0. `not stated`: at
 * least one of them is missing, and the other is missing or 0; what nobody stated is not 0. Every record is one
 * of these at least, and may be both `killed` and `injured`.
 */
export const CASUALTY_CHOICES = ['killed', 'injured', 'nobody', 'not stated'] as const;
export type CasualtyChoice = (typeof CASUALTY_CHOICES)[number];

/** Of a quantity in a filter: as much as the wire holds. */
export const LARGEST_AMOUNT = 0xffff_ffff;
