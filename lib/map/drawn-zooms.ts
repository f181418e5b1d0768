/** Zooms from which a disc of 75 m and of 750 m is larger than a symbol (at 51° north). */
export const VICINITY_DISC_ZOOM = 12.9;
export const LOCALITY_DISC_ZOOM = 9.6;
/** A cell of a kilometre is no texture any more where it is as large as a neighbourhood on the screen. */
export const TEXTURE_MAX_ZOOM = 13;
/** Rings of tonnes are for the view of ports, not of streets. */
export const FIGURES_MAX_ZOOM = 10.5;
