/** What a failure of the portal means for us, whatever code and status it came with. */
export type PortalErrorKind =
  | 'expired-token'
  | 'access-lost'
  | 'application-gone'
  | 'payment-required'
  | 'portal-gone'
  | 'moved'
  | 'rate-limited'
  | 'operation-limit'
  | 'unavailable'
  | 'malformed'
  | 'refused';

export class PortalError extends Error {
  readonly kind: PortalErrorKind;
  /** Bitrix24's own code, or ours in lower case. */
  readonly code: string;
  readonly method: string;
  readonly status: number | null;
  /** When a parked method opens again. */
  readonly retryAt: Date | null;

  constructor(
    kind: PortalErrorKind,
    about: { code: string; method: string; status?: number | null; retryAt?: Date | null; text?: string },
  ) {
    super(`${about.method}: ${about.code}${about.text ? ` (${about.text})` : ''}`);
    this.name = 'PortalError';
    this.kind = kind;
    this.code = about.code;
    this.method = about.method;
    this.status = about.status ?? null;
    this.retryAt = about.retryAt ?? null;
  }
}

const kinds: Readonly<Record<string, PortalErrorKind>> = {
  expired_token: 'expired-token',
  invalid_token: 'expired-token',
  NO_AUTH_FOUND: 'expired-token',
  authorization_error: 'access-lost',
  user_access_error: 'access-lost',
  insufficient_scope: 'access-lost',
  allowed_only_intranet_user: 'access-lost',
  APPLICATION_NOT_FOUND: 'application-gone',
  ERROR_OAUTH: 'application-gone',
  PAYMENT_REQUIRED: 'payment-required',
  PORTAL_DELETED: 'portal-gone',
  QUERY_LIMIT_EXCEEDED: 'rate-limited',
  OPERATION_TIME_LIMIT: 'operation-limit',
  INTERNAL_SERVER_ERROR: 'unavailable',
  ERROR_UNEXPECTED_ANSWER: 'unavailable',
  CONNECTION_ERROR: 'unavailable',
};

/** Decides by the code first: the documents and the servers disagree about statuses. */
export function toPortalErrorKind(code: string, status: number): PortalErrorKind {
  const known = kinds[code];
  if (known) return known;
  if (code === 'OVERLOAD_LIMIT') return 'refused';
  if (status === 503) return 'rate-limited';
  if (status === 429) return 'operation-limit';
  if (status >= 300 && status < 400) return 'moved';
  return status >= 500 ? 'unavailable' : 'refused';
}
