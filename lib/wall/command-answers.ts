import type { Acknowledgement, OpenCommand } from '@/lib/protocol/screens';
import type { WallOrders } from './screen-orders';

/** What a screen has to do for a command beside showing its orders. */
export type Moment =
  | { type: 'identify'; id: number; seconds: number }
  | { type: 'reload'; id: number };

/** What becomes of the open commands of orders that are shown. */
export interface CommandAnswers {
  acknowledgements: Acknowledgement[];
  moments: Moment[];
}

/**
 * Each command once: `done` names those that were answered before, and `reloaded` those for which this screen opened itself anew.
 * @param orders as they are shown now
 */
export function answerCommands(
  orders: Pick<WallOrders, 'commands' | 'playlist' | 'fault'>,
  done: ReadonlySet<number>,
  reloaded: ReadonlySet<number>,
): CommandAnswers {
  const answers: CommandAnswers = { acknowledgements: [], moments: [] };
  for (const open of orders.commands) {
    if (done.has(open.id)) continue;
    if (open.command.type === 'reload' && !open.isReceived && !reloaded.has(open.id)) {
      answers.moments.push({ type: 'reload', id: open.id });
      continue;
    }
    if (open.command.type === 'identify') {
      answers.moments.push({ type: 'identify', id: open.id, seconds: open.command.seconds });
    }
    const reason = reasonAgainst(open, orders);
    answers.acknowledgements.push(
      reason === null
        ? { id: open.id, outcome: 'applied' }
        : { id: open.id, outcome: 'failed', reason },
    );
  }
  return answers;
}

/** Why a command cannot be carried out; null where it was. */
function reasonAgainst(
  { command }: OpenCommand,
  { playlist, fault }: Pick<WallOrders, 'playlist' | 'fault'>,
): string | null {
  if (command.type === 'assign') return fault;
  if (command.type !== 'jump') return null;
  const isThere = playlist?.scenes.some(({ id }) => id === command.scene) ?? false;
  return isThere ? null : `the playlist has no scene ${command.scene}`;
}
