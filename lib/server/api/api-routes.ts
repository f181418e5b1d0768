import type { ApiRoute } from '../http/router';
import { BACKUP_ROUTES } from './backup-routes';
import { BOUNDARY_ROUTES } from './boundary-routes';
import { INCIDENT_READ_ROUTES } from './incident-routes';
import { LINK_ROUTES } from './link-routes';
import { PLAYLIST_ROUTES } from './playlist-routes';
import { PREVIEW_ROUTES } from './preview-routes';
import { READ_ROUTES } from './read-routes';
import { SCREEN_ROUTES } from './screen-routes';
import { SCREEN_SELF_ROUTES } from './screen-self-routes';
import { SEARCH_ROUTES } from './search-routes';
import { SELECTION_ROUTES } from './selection-routes';
import { TAKE_DOWN_ROUTES } from './take-down-routes';
import { TOKEN_ROUTES } from './token-routes';
import { WRITE_ROUTES } from './write-routes';

/** Every address under `/api/`, and the pictures of pages. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...READ_ROUTES,
  ...INCIDENT_READ_ROUTES,
  ...SEARCH_ROUTES,
  ...SELECTION_ROUTES,
  ...WRITE_ROUTES,
  ...TAKE_DOWN_ROUTES,
  ...BACKUP_ROUTES,
  ...TOKEN_ROUTES,
  ...BOUNDARY_ROUTES,
  ...LINK_ROUTES,
  ...SCREEN_SELF_ROUTES,
  ...SCREEN_ROUTES,
  ...PLAYLIST_ROUTES,
  ...PREVIEW_ROUTES,
];
