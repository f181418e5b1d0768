/** See `pack-files.mjs`, which runs before anything compiles TypeScript. */
export function packFiles(folder: string): Promise<void>;
