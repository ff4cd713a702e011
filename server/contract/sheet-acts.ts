import { z } from 'zod';
import { Breakdown, PlanSheet, SheetPath } from './acknowledgement.ts';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Sha256, writtenText } from './wire.ts';

export const readSheet = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/read',
  summary: 'Record that the person has read the sheet to its end: acquaintance, an act of its own',
  urgency: 'vital',
  request: SheetPath,
  response: PlanSheet,
});

/** Longer questions are a talk. */
const longestMessage = 2000;

export const writeAboutSheet = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/messages',
  summary: 'Ask about a sheet, or answer as a head of the person',
  urgency: 'vital',
  request: SheetPath.extend({ text: writtenText(longestMessage).pipe(z.string().min(1)) }),
  response: PlanSheet,
});

export const saveBreakdown = defineEndpoint({
  method: 'PUT',
  path: '/api/sheets/:month/:version/:userId/breakdown',
  summary: 'Spread the revenue of the plan over weeks and clients; it is signed with the plan',
  urgency: 'vital',
  request: SheetPath.extend(Breakdown.shape),
  response: PlanSheet,
});

export const listSheetClients = defineEndpoint({
  method: 'GET',
  path: '/api/sheets/:month/:version/:userId/clients',
  summary: 'Companies of the person’s deals, to spread the plan over; their titles are read in the browser',
  urgency: 'deferrable',
  request: SheetPath,
  response: z.object({ companies: z.array(z.object({ companyId: BitrixId, deals: z.number().int() })) }),
});

export const replyToSheet = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/reply',
  summary: 'Answer objections or a refusal as a head of the person; both texts stay',
  urgency: 'vital',
  request: SheetPath.extend({ text: writtenText(4000).pipe(z.string().min(1)) }),
  response: PlanSheet,
});

export const recordPaper = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/paper',
  summary: 'Record that the person was acquainted on paper, before two witnesses',
  urgency: 'vital',
  request: SheetPath.extend({
    /** Of the scan, which stays with the company. */
    scanSha256: Sha256,
    witnesses: z.array(writtenText(100).pipe(z.string().min(1))).length(2),
  }),
  response: PlanSheet,
});
