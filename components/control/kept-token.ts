import { KEPT_PREFIX } from '@/lib/protocol/kept-places';

const KEY = `${KEPT_PREFIX}admin-token`;

type TokenStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The token that this tab was told to keep; null for none, and where nothing may be kept. */
export function readKeptToken(open: () => TokenStorage = () => sessionStorage): string | null {
  try {
    return open().getItem(KEY);
  } catch {
    return null;
  }
}

/** Keeps a token until this tab is closed; null forgets it. A tab that cannot keep it asks again. */
export function keepToken(
  token: string | null,
  open: () => TokenStorage = () => sessionStorage,
): void {
  try {
    if (token === null) open().removeItem(KEY);
    else open().setItem(KEY, token);
  } catch {
    // Asked for again with the next page.
  }
}
