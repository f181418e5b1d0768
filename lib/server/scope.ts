import { ORIGINS, type Origin } from '@/lib/domain/vocabulary';
import { problem } from './http/answers';
import type { Settings } from './settings';

/** D11: simulated records and real ones are never in one selection. */
export const SCOPES = ['real', 'simulated'] as const;
export type Scope = (typeof SCOPES)[number];

/** What an answer is about where nobody says: a demo's simulated records, and otherwise the real ones. */
export function ownScope({ mode }: Pick<Settings, 'mode'>): Scope {
  return mode === 'demo' ? 'simulated' : 'real';
}

/** The scope of these origins; @throws a 400 problem where they mix both */
export function scopeOfOrigins(origins: readonly Origin[]): Scope {
  const simulated = origins.filter((origin) => origin === 'simulated');
  if (simulated.length === 0) return 'real';
  if (simulated.length === origins.length) return 'simulated';
  throw problem(400, 'query', 'A parameter is wrong', {
    errors: [
      {
        field: 'origin',
        message: 'simulated records are never counted with others: ask for them apart',
      },
    ],
  });
}

/** What to select by, or null where an installation holds nothing else: a real one refuses simulated records. */
export function originsOf(scope: Scope, settings: Pick<Settings, 'mode'>): Origin[] | null {
  if (scope === 'real' && settings.mode === 'real') return null;
  return ORIGINS.filter((origin) => (origin === 'simulated') === (scope === 'simulated'));
}
