import { accessDenied } from '../rest-error.ts';
import type { RestCall } from './rest-method.ts';

/** Refusals of methods that answer a webhook with ACCESS_DENIED instead of WRONG_AUTH_TYPE; the first is the lack of rights. */
export function requireApplication({ caller }: RestCall): void {
  if (caller === 'webhook') throw accessDenied('Access denied! Application context required');
}

export function requireAdmin({ user }: RestCall, words = 'Access denied!'): void {
  if (!user.isAdmin) throw accessDenied(words);
}
