import type { IncidentBody } from '@/lib/domain/incident';

/** About 150 kB of text that no compression makes much smaller. */
export function heavyRecord(random: () => number): Partial<IncidentBody> {
  const noise = () =>
    Array.from({ length: 190 }, () => random().toString(36).slice(2, 12)).join('');
  const sources = Array.from({ length: 40 }, (_, index) => ({
    publisher: 'Example publisher',
    label: `Example report ${index}`,
    url: `https://example.org/${noise()}`,
    archivedUrl: `https://example.org/${noise()}`,
  }));
  return { sources };
}
