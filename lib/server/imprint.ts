import type { Settings } from './settings';

/** Who publishes this installation's data and on what terms; part of every API answer and export. */
export interface Imprint {
  publisher: string | null;
  responsibleEditor: string | null;
  contact: string | null;
  dataLicence: string | null;
  /** The answer holds simulated records; then it holds no others. */
  simulated: boolean;
}

export function imprintOf(settings: Settings, simulated = false): Imprint {
  return {
    publisher: settings.PUBLISHER ?? null,
    responsibleEditor: settings.RESPONSIBLE_EDITOR ?? null,
    contact: settings.CONTACT ?? null,
    dataLicence: settings.DATA_LICENCE ?? null,
    simulated,
  };
}
