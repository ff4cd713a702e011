import { AppError } from '#kernel/errors.ts';
import type { Breakdown, PlanSheet } from '#contract/acknowledgement.ts';
import { noPrevious } from '#ledger/entry.ts';
import { listCompaniesOf, saveBreakdownText } from '#store/breakdowns.ts';
import { lockLedgerHead } from '#store/ledger.ts';
import type { PortalContext } from '../portal-context.ts';
import { writeBreakdown } from '../sheet-breakdown.ts';
import { findSheet, replySheet, type SheetPath } from './acknowledgement.ts';

/** Kept until the signature, which names its hash; afterwards nothing about it changes. */
export async function replySaveBreakdown(context: PortalContext, request: SheetPath & Breakdown): Promise<PlanSheet> {
  // A signature of the same person waits here, so that it names the breakdown that stays.
  await lockLedgerHead(context.tx, { entryHash: noPrevious, at: context.now });
  const sheet = await findSheet(context, request);
  if (sheet.isSuperseded) throw new AppError('conflict', 'A newer version of this plan was sent');
  if (sheet.signature !== null) throw new AppError('conflict', 'This version has been answered already');
  const { weeks, clients } = request;
  const written = writeBreakdown(sheet, { weeks, clients }, context.portal.currencyDigits);
  if (typeof written === 'string') throw new AppError('bad-request', `The breakdown is not whole: ${written}`);
  await saveBreakdownText(context.tx, sheet, { ...written, savedAt: context.now });
  await context.changed('acknowledgements');
  return replySheet(context, request);
}

/** Companies a person has sold to within a year, or is selling to. */
const yearMs = 366 * 86_400_000;
const mostCompanies = 100;

export async function replySheetClients(
  context: PortalContext,
  request: SheetPath,
): Promise<{ companies: { companyId: string; deals: number }[] }> {
  const since = new Date(context.now.getTime() - yearMs);
  const companies = await listCompaniesOf(context.tx, { userId: BigInt(request.userId), since, limit: mostCompanies });
  return { companies: companies.map(({ companyId, deals }) => ({ companyId: String(companyId), deals })) };
}
