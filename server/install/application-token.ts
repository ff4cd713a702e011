import { createHmac, timingSafeEqual } from 'node:crypto';

/** The application token is only ever compared, so only its fingerprint is kept. */
export function fingerprintOf(key: Buffer, applicationToken: string): string {
  return createHmac('sha256', key).update(applicationToken).digest('base64url');
}

/** Takes the same time whether the token is wrong or nearly right. */
export function matchesFingerprint(key: Buffer, applicationToken: string, fingerprint: string | null): boolean {
  const given = Buffer.from(fingerprintOf(key, applicationToken));
  const stored = Buffer.from(fingerprint ?? '');
  return given.length === stored.length && timingSafeEqual(given, stored);
}
