import type { SigningRules } from '#contract/signing-rules.ts';
import { signingSetting } from '#domain/signing-rules.ts';
import { saveSetting } from '#store/settings.ts';
import type { PortalContext } from '../portal-context.ts';
import { readRules } from '../signing-rules.ts';

export async function replySigningRules(context: PortalContext): Promise<SigningRules> {
  return { ...(await readRules(context)) };
}

/** Holds from the next signature on; what was signed keeps the level it was signed by. */
export async function replyPutSigningRules(context: PortalContext, rules: SigningRules): Promise<SigningRules> {
  const { tx, session, now } = context;
  await saveSetting(tx, { name: signingSetting, value: rules, now, userId: session.userId });
  await context.changed('acknowledgements');
  return replySigningRules(context);
}
