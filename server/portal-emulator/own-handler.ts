import type { Portal } from './portal.ts';
import { RestError } from './rest-error.ts';

/** Handlers of field types and robots stand on the host of the application itself. */
export function requireOwnHost(portal: Portal, address: string): string {
  const { handlerUrl } = portal.options.application;
  const own = URL.canParse(handlerUrl) ? new URL(handlerUrl).hostname : '';
  if (own !== '' && new URL(address).hostname !== own) {
    throw new RestError('ERROR_HANDLER_URL_MATCH', "Handler URL host doesn't match application url");
  }
  return address;
}
