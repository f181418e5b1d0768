'use client';

import { useRef, useState } from 'react';
import { DeskFault } from './desk-client';

export interface Task {
  isBusy: boolean;
  /** Why the last attempt failed; null where it did not. */
  fault: DeskFault | null;
  /** Does it, unless it is being done. True where it succeeded. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
  forget: () => void;
}

/**
 * One thing at a time that is asked of the server, and what became of it. What is asked for while another is done is not done;
 * with `isQueued` it waits its turn.
 */
export function useTask({ isQueued = false }: { isQueued?: boolean } = {}): Task {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<DeskFault | null>(null);
  const last = useRef<Promise<unknown> | null>(null);
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setFault(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFault(error instanceof DeskFault ? error : new DeskFault(0, String(error)));
      return false;
    }
  };
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (last.current && !isQueued) return false;
    const before = last.current ?? Promise.resolve();
    const mine = before.then(() => attempt(work));
    last.current = mine;
    const isDone = await mine;
    if (last.current === mine) {
      last.current = null;
      setBusy(false);
    }
    return isDone;
  };
  return { isBusy, fault, run, forget: () => setFault(null) };
}

/** What is wrong with a field by the last answer; null for nothing. */
export function faultAt(fault: DeskFault | null, field: string): string | null {
  return fault?.faults.find((one) => one.field === field)?.message ?? null;
}

/** What is wrong beside any of these fields, to be told where no field is. */
export function faultBeside(fault: DeskFault | null, fields: readonly string[]): string | null {
  if (!fault) return null;
  const others = fault.faults.filter(({ field }) => !fields.includes(field));
  if (others.length === 0) return fault.faults.length > 0 ? null : fault.message;
  return others.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
}
