import type { PublicIncident } from '@/lib/domain/incident';
import type { Locale } from '@/lib/domain/vocabulary';

/** A record of a selection, in the version of the selection's state. */
export interface SelectedRecord {
  record: PublicIncident;
  fromSeq: number;
  /** ISO instant. */
  committedAt: string;
}

/** Records of a selection by rid, some at a time: a writer never holds more than one batch. */
export type SelectedBatches = AsyncIterable<readonly SelectedRecord[]>;

/** What every file of a selection says of itself. Nothing in it is of the moment at which it is written. */
export interface SelectionLabel {
  locale: Locale;
  /** Begins with the word for simulated where the records are. */
  title: string;
  /** The filter in words of the language. */
  words: string;
  /** The filter as the explorer's parameters; empty for everything. */
  parameters: string;
  epoch: string;
  seq: number;
  /** Commit time of `seq`, ISO. */
  committedAt: string;
  /** The search found more than it gives; what is here are its first findings. */
  isTextCut: boolean;
  simulated: boolean;
  publisher: string | null;
  responsibleEditor: string | null;
  contact: string | null;
  licence: string | null;
  /** Origin of addresses, or empty: then they are paths. */
  publicUrl: string;
}
