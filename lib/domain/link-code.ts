/** Digits and letters that nobody mistakes for each other, read aloud or from a screen: no 0, o, 1, l, i. */
export const CODE_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
/** 31 to the power of 12 is 59 bits. */
export const CODE_LENGTH = 12;

const CODE = new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`);

/** Whether a text could be the code of a short link. */
export function isLinkCode(text: string): boolean {
  return CODE.test(text);
}
