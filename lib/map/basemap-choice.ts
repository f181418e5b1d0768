/** Which basemap lies under the incidents: the meaning of the setting `BASEMAP`. */
export type BasemapChoice =
  | { type: 'embedded' }
  | { type: 'style'; light: string; dark: string }
  | { type: 'pmtiles'; url: string };
