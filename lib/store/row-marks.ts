/** What a selection says of a row. */
export const UNSELECTED = 0;
export const SELECTED = 1;
/** Passes the filter, but the record was retracted: shown as such and never counted. */
export const SELECTED_RETRACTED = 2;
/** Its time is so coarse that it lies only partly in the filter's days: not counted, and said. */
export const TOO_COARSE = 3;
