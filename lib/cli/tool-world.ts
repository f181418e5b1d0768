/** What a command-line tool needs of the world. */
export interface ToolWorld {
  environment: Readonly<Record<string, string | undefined>>;
  projectRoot: string;
  workingFolder: string;
  out: (text: string) => void;
  error: (text: string) => void;
  isTerminal: boolean;
  fetch: typeof fetch;
  now: () => Date;
}
