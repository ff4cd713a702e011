import type { Guide } from '#contract/guides.ts';
import { saveSeenGuide } from '#store/seen-guides.ts';
import type { PortalContext } from '../portal-context.ts';

export async function replyGuideSeen({ tx, session, now }: PortalContext, { guide }: { guide: Guide }): Promise<{ guide: Guide }> {
  await saveSeenGuide(tx, { userId: session.userId, guide, at: now });
  return { guide };
}
