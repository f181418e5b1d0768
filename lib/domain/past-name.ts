/** A past state as links name it: a seq in an epoch, perhaps in one that a restore ended. */
export interface PastName {
  epoch: string;
  seq: number;
}

const PAST_NAME = /^([\w-]{1,64}):(\d{1,10})$/;
const HIGHEST_SEQ = 0xffff_fffe;

/** `EPOCH:SEQ`, or null where a text is no such name. */
export function pastNameOfText(text: string): PastName | null {
  const [, epoch = '', digits = ''] = PAST_NAME.exec(text) ?? [];
  const seq = Number(digits);
  return epoch === '' || seq > HIGHEST_SEQ ? null : { epoch, seq };
}

export function textOfPastName({ epoch, seq }: PastName): string {
  return `${epoch}:${seq}`;
}
