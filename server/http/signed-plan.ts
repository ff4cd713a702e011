import { catalogueCodes } from '#domain/planning/metric-catalogue.ts';
import type { SignedPlan } from '#domain/quiz/plan-questions.ts';
import type { StoredSheet } from '#store/plan-sheets.ts';
import { readDocument } from './plan-sheet-document.ts';
import { readBreakdown } from './sheet-breakdown.ts';

/** What the person has signed, as far as it can be asked about. */
export function toSignedPlan(sheet: StoredSheet): SignedPlan {
  const document = readDocument(sheet.document);
  const isSigned = sheet.breakdown !== null && sheet.breakdown.hash === sheet.signature?.breakdownHash;
  const text = isSigned ? (sheet.breakdown?.text ?? null) : null;
  const clients = text === null ? [] : readBreakdown(text).clients;
  return {
    period: document.period,
    effectiveFrom: sheet.effectiveFrom,
    workdays: document.workdays,
    callSeconds: document.callSeconds,
    targets: document.targets.map(({ kpi, value, was }) => ({ metric: kpi, value, was })),
    parts: document.parts.map(({ kpi, dimensions, title, value }) => ({ metric: kpi, key: dimensions, title, value })),
    breakdownClients: clients.flatMap(({ client, value }) => (client.kind === 'company' ? [{ title: client.title, value }] : [])),
    weights: document.conditions.weights.flatMap(({ kpi, weight }) => {
      const metric = catalogueCodes.find((code) => code === kpi);
      return metric === undefined ? [] : [{ metric, weight }];
    }),
  };
}
