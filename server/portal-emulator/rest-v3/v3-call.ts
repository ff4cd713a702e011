import type { Parameters } from '../nested-parameters.ts';
import type { PortalUser } from '../portal-data.ts';
import type { Portal } from '../portal.ts';

export interface V3Call {
  readonly portal: Portal;
  readonly user: PortalUser;
  readonly parameters: Parameters;
}
