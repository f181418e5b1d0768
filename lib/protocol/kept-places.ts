/** What a browser keeps of this origin begins with this name; whoever forgets everything goes by it. */
export const KEPT_PREFIX = 'havenwacht-';
/** Cache of partitions, by address. */
export const KEPT_PARTITIONS = `${KEPT_PREFIX}partitions`;
/** Database of the manifest and the changes since. */
export const KEPT_DATABASE = `${KEPT_PREFIX}kept`;
/** Caches of the pages' code, one for each build. */
export const KEPT_SHELL_PREFIX = `${KEPT_PREFIX}shell-`;
