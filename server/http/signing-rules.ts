import { readSigningRules, signingSetting, type SigningRules } from '#domain/signing-rules.ts';
import { findSetting } from '#store/settings.ts';
import type { PortalContext } from './portal-context.ts';

/** How plans are signed in the caller's portal. */
export async function readRules({ tx }: Pick<PortalContext, 'tx'>): Promise<SigningRules> {
  return readSigningRules(await findSetting(tx, signingSetting));
}
