/** The database cannot be opened; the message is a sentence for the person who started the process. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
}
