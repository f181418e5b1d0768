const MAIL = /^[^\s@:/?#&]+@[^\s@:/?#&]+\.[^\s@:/?#&]+$/;

/**
 * Where a contact that the operator set leads: a mail with that subject, or the address itself. Null where it is neither,
 * so that it is shown as it is.
 */
export function contactLink(contact: string, subject: string): string | null {
  const text = contact.trim();
  if (MAIL.test(text)) return `mailto:${text}?subject=${encodeURIComponent(subject)}`;
  return /^https?:\/\/[^\s]+$/i.test(text) ? text : null;
}
