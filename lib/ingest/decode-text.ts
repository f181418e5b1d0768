import { ImportFileError } from './raw-row';

/** A file's text, and a sentence where the encoding had to be guessed. */
export interface DecodedText {
  text: string;
  notice: string | null;
}

/**
 * UTF-8 (with or without a byte order mark), UTF-16 with a byte order mark, else windows-1252 with a notice: what older
 * spreadsheets write.
 * @throws ImportFileError for an empty file and for one that is not text
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const { text, notice } = decode(bytes);
  if (text.includes('\u0000')) {
    throw new ImportFileError('the file is not text (save the table as CSV in UTF-8).');
  }
  if (text.trim() === '') throw new ImportFileError('the file is empty.');
  return { text, notice };
}

function decode(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('utf-16be', bytes);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notice: null };
  } catch {
    const { text } = decodeAs('windows-1252', bytes);
    return {
      text,
      notice:
        'The file is not UTF-8 and was read as windows-1252: check the letters with accents, or save it as UTF-8.',
    };
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): DecodedText {
  return { text: new TextDecoder(encoding).decode(bytes), notice: null };
}
