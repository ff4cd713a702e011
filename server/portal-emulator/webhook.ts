import { randomBytes } from 'node:crypto';
import { PortalRefusal } from './portal-refusal.ts';
import type { Portal } from './portal.ts';
import { clientEndpoint } from './portal-address.ts';

/** Makes an incoming webhook and returns its address, to which the name of a method is added; without a list it has every permission. */
export function makeWebhook(portal: Portal, userId: number, scopes?: readonly string[]): string {
  if (portal.state.users.get(userId)?.isActive !== true) throw new PortalRefusal('unknown-person', `person ${userId} is not in the portal`);
  const token = randomBytes(8).toString('hex');
  portal.state.record({ kind: 'webhook-made', userId, token, scopes: scopes ? [...scopes] : null });
  return `${clientEndpoint(portal)}${userId}/${token}/`;
}
