import { describe, expect, it } from 'vitest';
import { contactLink } from '@/components/incidents/contact-link';

describe('the contact of an installation', () => {
  it('is a mail with the record as its subject where it is a mail address', () => {
    expect(contactLink(' desk@example.org ', 'Error in record 1 & 2')).toBe(
      'mailto:desk@example.org?subject=Error%20in%20record%201%20%26%202',
    );
  });

  it('is itself where it is a web address', () => {
    expect(contactLink('https://example.org/contact', 'x')).toBe('https://example.org/contact');
  });

  it.each([
    'The desk, +32 2 000 00 00',
    'javascript:alert(1)',
    'desk@example.org?bcc=other@example.org',
    'https://',
    'data:text/html,x',
    'desk@example.org, other@example.org',
  ])('is no link where it is neither: %s', (contact) => {
    expect(contactLink(contact, 'x')).toBeNull();
  });
});
