import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/** Statuses that a page of Next cannot give by itself, or not without scripts. */
export type PageStatus = 404 | 410 | 503;

const answers = new AsyncLocalStorage<{ status: PageStatus | null }>();

/** Renders a page whose code may choose its answer's status by {@link answerWith} until the answer begins. */
export async function renderWithStatus(
  answer: ServerResponse,
  render: () => Promise<void>,
): Promise<void> {
  const chosen: { status: PageStatus | null } = { status: null };
  const writeHead = answer.writeHead.bind(answer) as (...given: unknown[]) => ServerResponse;
  const override = (given: number, ...rest: unknown[]) =>
    writeHead(chosen.status ?? given, ...rest);
  answer.writeHead = override as typeof answer.writeHead;
  await answers.run(chosen, render);
}

/** Called while a page is rendered: its answer gets this status. */
export function answerWith(status: PageStatus): void {
  const chosen = answers.getStore();
  if (!chosen) throw new Error('no page is being rendered: its status has nowhere to go');
  chosen.status = status;
}
