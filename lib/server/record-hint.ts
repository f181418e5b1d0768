/** A draft: whoever pastes the hint sees that recording works, and readers see nothing. */
const EXAMPLE = {
  kind: 'incident',
  occurredFrom: '2026-01-02T21:40:00Z',
  occurredTo: '2026-01-02T21:40:00Z',
  timePrecision: 'exact',
  placePrecision: 'municipality',
  municipality: '21001',
  title: { en: 'A first try' },
  verification: 'unverified',
  status: 'draft',
};

/** A command that records a draft as it stands, for a shell. */
export function recordHint(address: string, tokenPath: string): string {
  return [
    `curl -X POST ${address}/api/v1/incidents`,
    `-H "Authorization: Bearer $(cat ${inQuotes(tokenPath)})"`,
    '-H "Content-Type: application/json"',
    `-d ${inQuotes(JSON.stringify(EXAMPLE))}`,
  ].join(' ');
}

/** Inside `$(…)` within double quotes a shell reads single quotes as such. */
function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
