import type { Locale } from '@/lib/domain/vocabulary';
import en from './messages/en.json';
import fr from './messages/fr.json';
import nl from './messages/nl.json';

const MESSAGES: Record<Locale, typeof en> = { nl, fr, en };

/** Every text of the pages in a language. */
export function readMessages(locale: Locale): typeof en {
  return MESSAGES[locale];
}

/** The texts that are sent with every page: those of the control page, which no reader opens, are its own. */
export function readCommonMessages(locale: Locale): typeof en {
  const { control, ...common } = MESSAGES[locale];
  return common as typeof en;
}
