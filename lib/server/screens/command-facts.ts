import type { CommandRow } from '@/db/screen-orders';
import { COMMAND_PATIENCE_SECONDS, type CommandFacts } from '@/lib/protocol/screens';

/** A command as the desk sees it at an instant (SC7). */
export function commandFacts(row: CommandRow, nowMs: number): CommandFacts {
  return {
    id: row.id,
    screen: row.screenId,
    command: row.command,
    state: stateOf(row, nowMs),
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  };
}

function stateOf({ progress, createdAt }: CommandRow, nowMs: number): CommandFacts['state'] {
  if (progress !== 'open') return progress;
  const isLate = nowMs - createdAt.getTime() >= COMMAND_PATIENCE_SECONDS * 1_000;
  return isLate ? 'notReceived' : 'pending';
}
