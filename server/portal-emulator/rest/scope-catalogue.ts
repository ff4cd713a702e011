import type { Portal } from '../portal.ts';
import { methodScopes } from './methods.ts';

/** Permissions that stand beside those the methods of the portal ask for. */
const furtherScopes = ['user', 'user_basic', 'user_brief', 'catalog', 'sale', 'timeman', 'bizproc', 'biconnector', 'task', 'calendar'];

/** Every permission there is on the portal: what its methods ask for and what its applications were given. */
export function everyScope(portal: Portal): string[] {
  const given = [...portal.state.installations.values()].flatMap(({ application }) => application.scopes);
  return [...new Set([...methodScopes(), ...furtherScopes, ...given])];
}
