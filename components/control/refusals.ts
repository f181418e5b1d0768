import type { CommandAnswer, ScreenFacts } from '@/lib/protocol/screens';
import type { DeskFault } from './desk-client';

/** Why a screen was not told; without a name where it is about no screen of them. */
export interface Refusal {
  name: string | null;
  reason: string;
}

/** Of a command that some could take, and of one that none could: that one names each screen by its id. */
export function refusalsOf(
  refused: CommandAnswer['refused'],
  fault: DeskFault | null,
  screens: readonly Pick<ScreenFacts, 'id' | 'name'>[],
): Refusal[] {
  const nameOf = (wanted: string) => screens.find(({ id }) => id === wanted)?.name ?? null;
  const some = refused.map(({ screen, reason }) => ({ name: nameOf(screen) ?? screen, reason }));
  if (!fault) return some;
  if (fault.faults.length === 0) return [...some, { name: null, reason: fault.message }];
  const none = fault.faults.map(({ message }) => {
    const [, id = '', reason = ''] = /^([0-9a-f-]{36}): (.*)$/s.exec(message) ?? [];
    const name = nameOf(id);
    return name === null ? { name: null, reason: message } : { name, reason };
  });
  return [...some, ...none];
}
