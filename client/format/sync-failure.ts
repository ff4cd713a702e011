/** Codes of Bitrix24 in groups that people can do something about. */
export type FailureGroup = 'no-right' | 'no-access' | 'limit' | 'unavailable' | 'payment' | 'gone' | 'other';

const groups: Readonly<Record<string, FailureGroup>> = {
  insufficient_scope: 'no-right',
  access_denied: 'no-right',
  error_access_denied: 'no-right',
  error_method_not_found: 'no-right',
  user_access_error: 'no-access',
  authorization_error: 'no-access',
  allowed_only_intranet_user: 'no-access',
  expired_token: 'no-access',
  invalid_token: 'no-access',
  invalid_grant: 'no-access',
  no_auth_found: 'no-access',
  query_limit_exceeded: 'limit',
  operation_time_limit: 'limit',
  overload_limit: 'limit',
  connection_error: 'unavailable',
  internal_server_error: 'unavailable',
  error_unexpected_answer: 'unavailable',
  payment_required: 'payment',
  portal_deleted: 'gone',
  application_not_found: 'gone',
  error_oauth: 'gone',
};

export function toFailureGroup(code: string | null): FailureGroup {
  return groups[(code ?? '').toLowerCase()] ?? 'other';
}
