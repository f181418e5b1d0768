/** What the command needs of the world. */
export interface ImportWorld {
  environment: Readonly<Record<string, string | undefined>>;
  projectRoot: string;
  workingFolder: string;
  out: (text: string) => void;
  error: (text: string) => void;
  isTerminal: boolean;
  fetch: typeof fetch;
  sleep: (milliseconds: number) => Promise<void>;
  newId: () => string;
}

/** 0: all rows are in; 1: some are not; 2: nothing was done. */
export type ExitCode = 0 | 1 | 2;
