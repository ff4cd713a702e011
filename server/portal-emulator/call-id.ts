import type { PortalCall } from './portal-data.ts';

/** CALL_ID of a call; activities point to it with `VI_` in front. */
export function callIdOf(call: PortalCall): string {
  return call.external?.callId ?? `call.${call.id}`;
}
