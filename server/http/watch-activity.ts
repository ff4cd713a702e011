import type { PortalTransaction } from '#store/portal-store.ts';
import type { Portal } from '#store/portals.ts';
import { sendReports } from './send-reports.ts';
import { findAlerts, judgeAlertActions, readActivityContext } from './alert-finding.ts';

/** What a job does that nobody has asked: what was decided is judged before new words are found, and reports go out. Returns how much there was of all. */
export async function watchActivity(tx: PortalTransaction, portal: Portal, now: Date): Promise<number> {
  const context = await readActivityContext(tx, portal, now);
  return (await judgeAlertActions(context)) + (await findAlerts(context)) + (await sendReports(context));
}
