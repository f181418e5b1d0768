import { isDatabaseAway } from '@/db/database-away';
import { ProblemError } from './http/answers';
import { readStateName, type StateName } from './preview/view-figures';
import type { AskedView } from './read-view';
import { selectView } from './select-view';
import type { Services } from './services';

type Counted = Pick<AskedView, 'filter' | 'asOf'>;

const MOST_KEPT = 500;
/** Counts of the last views, by filter and state: many come by one link. */
const kept = new WeakMap<Services, Map<string, Promise<number>>>();

/** How many records a view shows, and of which state; null where that cannot be counted now. */
export async function countView(
  services: Services,
  view: Counted,
): Promise<{ count: number; state: StateName } | null> {
  try {
    const state = await readStateName(services, view.asOf);
    const key = JSON.stringify([view.filter, state.epoch, state.seq, state.hiding]);
    return { count: await keepCount(services, key, view), state };
  } catch (error) {
    if (error instanceof ProblemError || isDatabaseAway(error)) return null;
    throw error;
  }
}

/** Equal counts that are asked for at once are counted once. */
function keepCount(services: Services, key: string, view: Counted): Promise<number> {
  const counts = kept.get(services) ?? new Map<string, Promise<number>>();
  kept.set(services, counts);
  const count = counts.get(key) ?? countSelected(services, view);
  counts.delete(key);
  counts.set(key, count);
  const [oldest] = counts.keys();
  if (counts.size > MOST_KEPT && oldest !== undefined) counts.delete(oldest);
  // What could not be counted is counted anew the next time.
  return count.catch((error: unknown) => {
    counts.delete(key);
    throw error;
  });
}

async function countSelected(services: Services, { filter, asOf }: Counted): Promise<number> {
  const { rids } = await selectView(services, filter, asOf);
  return rids.count;
}
