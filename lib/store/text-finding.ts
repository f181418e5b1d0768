import type { Filter } from '@/lib/domain/filter';
import type { TextState } from '@/lib/protocol/engine-requests';
import type { FoundRecords } from './compile-filter';

/** What is known now of the records that a text is found in. */
export interface TextFinding extends FoundRecords, TextState {}
export type FindText = (text: string, scope: Filter['scope']) => TextFinding;

/** Of an engine that nobody searches for. */
export const NOT_SEARCHED: FindText = () => ({
  number: 0,
  rids: null,
  state: 'failed',
  seq: null,
  truncated: false,
});
