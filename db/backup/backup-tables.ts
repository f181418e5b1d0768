/** A table of a backup. */
export interface BackupTable {
  name: string;
  /** Its primary key; rows are read and written in this order. */
  key: readonly string[];
  /** It grows with the records, so the embedded engine reads it page by page between other people's queries. */
  isLarge: boolean;
  /** The identity column whose next number must lie beyond every row. */
  identity?: string;
}

/**
 * What a backup holds, in the order in which it is written. Nothing deletes rows of these tables but an erasure, which
 * restoring applies again, and the tidying of old answers in `idempotency`: any other row that was read stays, or has
 * changed and is read again at the end.
 */
export const BACKUP_TABLES: readonly BackupTable[] = [
  { name: 'incidents', key: ['rid'], isLarge: true, identity: 'rid' },
  { name: 'incident_versions', key: ['rid', 'from_seq'], isLarge: true },
  { name: 'figure_versions', key: ['fid', 'from_seq'], isLarge: true },
  { name: 'commits', key: ['to_seq'], isLarge: true },
  { name: 'audit', key: ['id'], isLarge: true, identity: 'id' },
  { name: 'idempotency', key: ['key'], isLarge: true },
  { name: 'import_batches', key: ['id'], isLarge: false },
  { name: 'figures', key: ['fid'], isLarge: false, identity: 'fid' },
  { name: 'area_codes', key: ['code'], isLarge: false },
  { name: 'settings', key: ['key'], isLarge: false },
  { name: 'epochs', key: ['epoch'], isLarge: false },
  { name: 'erasures', key: ['id'], isLarge: false },
  { name: 'read_tokens', key: ['id'], isLarge: false },
  { name: 'links', key: ['code'], isLarge: true },
  { name: 'boundaries', key: ['singleton'], isLarge: false },
  { name: 'screens', key: ['id'], isLarge: false },
  { name: 'playlists', key: ['id'], isLarge: false },
];

/**
 * Tables that a backup leaves out. `log_head` is the file's last line; partitions, manifests and the words of the search
 * are made again; who runs which job or has written how often is about processes that are gone; who waits to become a screen,
 * what screens were asked and what they said of themselves is about minutes that are.
 */
export const LEFT_OUT_TABLES: readonly string[] = [
  'log_head',
  'partitions',
  'manifests',
  'incident_search',
  'search_words',
  'jobs',
  'rate_limits',
  'screen_registrations',
  'screen_commands',
  'screen_statuses',
];
