import type { Socket } from 'node:net';

/** Counts the open connections of each network address, so that no single one takes all that a process can hold. */
export class PlacesPerAddress {
  private readonly most: number;
  private readonly taken = new Map<string, number>();

  constructor(most: number) {
    this.most = most;
  }

  /** Takes a place for an address, given back when the connection closes; false where it has as many as it may. */
  admit(address: string, connection: Socket): boolean {
    const held = this.taken.get(address) ?? 0;
    if (held >= this.most) return false;
    this.taken.set(address, held + 1);
    connection.once('close', () => this.release(address));
    return true;
  }

  private release(address: string): void {
    const left = (this.taken.get(address) ?? 1) - 1;
    if (left > 0) this.taken.set(address, left);
    else this.taken.delete(address);
  }
}
