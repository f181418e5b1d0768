/** Raised by every change of the wire; a test pins the schemas' hash to it. */
export const PROTOCOL_VERSION = 1;

export const HEARTBEAT_INTERVAL_MS = 3_000;
/** Three heartbeats missed: a screen says that it is stale, and has said so within 10 s, whatever holds its timers up. */
export const STALE_AFTER_MS = 9_500;
/** LF7 allows 2 s; what is left of them is for connecting and catching up, so that a screen is current within 2 s. */
export const RECONNECT_MAX_MS = 1_500;
/** A reader further behind than this loads the manifest again. */
export const CATCH_UP_LIMIT = 20_000;
/** Rows in one page of changes or one live batch. */
export const PAGE_ROWS = 2_000;
/** Live batches of at most this many rows carry their texts. */
export const TEXTS_WITH_BATCH = 32;
export const TRANSACTION_ROWS = 500;

/** Of the answer that tells a server's health: its UTC time with milliseconds. */
export const SERVER_TIME_HEADER = 'x-server-time';
