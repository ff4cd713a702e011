import type { Request } from 'express';
import { toCanonicalJson } from '#ledger/canonical-json.ts';
import { plainAddress } from './limits/client-address.ts';
import type { PortalContext } from './portal-context.ts';

/** Who asks, as far as the connection says. */
export interface Sender {
  /** As the proxies that are trusted name it; empty where nobody does. */
  readonly address: string;
  readonly userAgent: string;
}

/** A browser may say of itself what it likes, but not at any length. */
const longestUserAgent = 400;

export function senderOf(request: Request): Sender {
  const userAgent = (request.get('user-agent') ?? '').toWellFormed().normalize('NFC').slice(0, longestUserAgent).toWellFormed();
  return { address: plainAddress(request.ip) ?? '', userAgent };
}

/**
 * The circumstances of an answer as canonical JSON: from where and with what it was given, at which portal, and when the portal
 * confirmed last whose session it is. Personal data: the ledger has its salted hash alone.
 */
export function writeCircumstances({ session, portal }: Pick<PortalContext, 'session' | 'portal'>, sender: Sender): string {
  return toCanonicalJson({
    v: 1,
    address: sender.address,
    userAgent: sender.userAgent,
    portal: portal.origin,
    confirmedAt: session.verifiedAt.toISOString(),
  });
}
