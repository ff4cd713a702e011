/** What the portal's own pages refuse; REST refuses with RestError. */
export class PortalRefusal extends Error {
  override readonly name = 'PortalRefusal';
  readonly code: PortalRefusalCode;

  constructor(code: PortalRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type PortalRefusalCode =
  | 'unknown-person'
  | 'not-installed'
  | 'not-bound'
  | 'not-allowed'
  | 'not-found'
  | 'bad-request'
  | 'foreign-origin'
  | 'payment-required';
