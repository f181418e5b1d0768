import { z } from 'zod';
import { LostPast, UnknownEpoch } from '@/db/as-of';
import { UnknownBoundary } from '@/db/read-log';
import { pastNameOfText } from '@/lib/domain/past-name';
import { problem } from '../http/answers';
import { queryNumber } from '../http/read-query';

const LARGEST_SEQ = 0xffff_fffe;
const OPEN = { 'access-control-allow-origin': '*' };

export const epochQuery = z.string().regex(/^[\w-]{1,64}$/, 'write the epoch of the link');
export const seqQuery = queryNumber(0, LARGEST_SEQ);

/** `asOf=EPOCH:SEQ`, as `GET /api/v1/digest` gives the two. */
export const asOfQuery = z.string().transform((text, context) => {
  const past = pastNameOfText(text);
  if (past) return past;
  context.addIssue({ code: 'custom', message: 'write epoch:seq, such as 3f2a…:120' });
  return z.NEVER;
});

/** Says in a problem why a past state cannot be had; `field` is the parameter that named it. */
export async function withPast<T>(field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LostPast) {
      const title = 'This past was lost';
      throw problem(410, 'lost-past', title, { detail: `${error.message}.` }, OPEN);
    }
    if (error instanceof UnknownEpoch) {
      const title = 'No such past';
      throw problem(404, 'unknown-epoch', title, { detail: `${error.message}.` }, OPEN);
    }
    if (error instanceof UnknownBoundary) {
      const errors = [{ field, message: error.message }];
      throw problem(400, 'query', 'A parameter is wrong', { errors }, OPEN);
    }
    throw error;
  }
}
