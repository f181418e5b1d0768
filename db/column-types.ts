import { bigint, char, customType, timestamp } from 'drizzle-orm/pg-core';

/** A position in the log, 0 to 2^32 - 2: more than a signed 32-bit integer, well within a double. */
export const logSeq = (name: string) => bigint(name, { mode: 'number' });

/** An unsigned 32-bit wire integer. */
export const unsigned32 = (name: string) => bigint(name, { mode: 'number' });

/** A 64-bit digest as sixteen hexadecimal digits. */
export const digestHex = (name: string) => char(name, { length: 16 });

export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
});
