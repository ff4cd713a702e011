import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import type { FileFault } from '#contract/errors.ts';
import { runDocumentTask } from '#documents/run-document-task.ts';
import { readPlanValue } from '#domain/planning/plan-value.ts';
import type { DimensionKey } from '#domain/planning/line-dimensions.ts';
import { rowId, type PlanWorkbook, type ReadWorkbook } from '#domain/planning/plan-workbook.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import type { Metric, Scope } from '#domain/plan.ts';
import { AppError } from '#kernel/errors.ts';
import { listPeriods } from '../asked-period.ts';
import { checkPlanWorkbook } from '../check-plan-workbook.ts';
import { createHeavyWork } from '../heavy-work.ts';
import { digestWorkbook, readPlanWorkbook } from '../plan-workbook-content.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { saveMonthLines, saveMonthParts, takeMonths } from '../save-month-lines.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import { serveDownload, serveUpload } from '../serve-file.ts';
import type { Web } from '../web.ts';

/** The round trip of plans through a workbook: taken down, looked at when it comes back, and put into the drafts. */
export function servePlanWorkbook(router: Router, web: Web): void {
  const served = { web, heavy: createHeavyWork() };
  const plansOfOthers = () => ({ action: 'publish-plan', resource: { kind: 'portal' } }) as const;
  serveDownload(router, served, endpoints.getPlanWorkbook, {
    policy: (context) => ({ action: 'see-plan', resource: { kind: 'scope', scope: widestScope(context.actor, context.team) } }),
    read: async (context, { from, months, language }) => ({
      plan: await toExported(context, from, months),
      language: language ?? (context.portal.language === 'ru' ? ('ru' as const) : ('en' as const)),
    }),
    write: writeWorkbook,
  });
  serveUpload(router, served, endpoints.checkPlanWorkbook, { policy: plansOfOthers, parse: readWorkbook, reply: checkPlanWorkbook });
  serveEndpoint(router, web, endpoints.applyPlanWorkbook, { policy: plansOfOthers, reply: replyApply });
}

async function writeWorkbook(task: { plan: PlanWorkbook; language: 'ru' | 'en' }): Promise<Uint8Array> {
  const answer = await runDocumentTask({ kind: 'write-plan', ...task });
  if (answer.kind === 'written') return answer.bytes;
  throw new AppError('internal', `The workbook was not written: ${answer.kind === 'refused' ? answer.message : answer.kind}`);
}

async function readWorkbook(bytes: Buffer): Promise<ReadWorkbook> {
  const answer = await runDocumentTask({ kind: 'read-plan', bytes });
  if (answer.kind === 'read') return answer.workbook;
  if (answer.kind === 'written') throw new AppError('internal', 'Another task was done');
  const fault: FileFault = answer.fault;
  throw new AppError('file-refused', answer.message, { details: { fault } });
}

/** Metrics that are always offered; others come with their first target. */
const offered: readonly string[] = ['revenue', 'calls'];

async function toExported(context: PortalContext, from: PeriodKey, count: number): Promise<PlanWorkbook> {
  const plan = await readPlanWorkbook(
    context,
    listPeriods(from, count).map(({ key }) => key),
  );
  const used = new Set([...offered, ...[...plan.values.keys()].map((key) => key.split(' ')[1])]);
  return { ...plan, metrics: plan.metrics.filter(({ code }) => used.has(code)) };
}

interface Apply {
  readonly months: readonly PeriodKey[];
  readonly digest: string;
  readonly changes: readonly { month: PeriodKey; metric: Metric; scope: Scope; key: DimensionKey | null; value: string | null }[];
}

/** All changes or none: the plans must be those that the file was compared with. */
async function replyApply(context: PortalContext, { months, digest, changes }: Apply): Promise<{ saved: number }> {
  const plans = await takeMonths(context, months);
  const plan = await readPlanWorkbook(context, [...plans.keys()]);
  const isStale = digestWorkbook(plan) !== digest;
  const rows = new Map(plan.rows.map((row) => [row.id, row]));
  const lines = changes.map(({ month, metric, scope, key, value: text }) => {
    const row = rows.get(rowId(scope, key));
    const described = plan.metrics.find(({ code }) => code === metric);
    const isHere = row !== undefined && (row.part === null || row.part.metrics.includes(metric));
    // A part that is gone was there when the file was compared; whoever asks for another owner learns nothing.
    if (!isHere && isStale && key !== null && rows.has(scope)) throw staleFile();
    if (!isHere || described === undefined) throw new AppError('not-found', `There is no ${rowId(scope, key)} here`);
    if (!row.isEditable) throw new AppError('forbidden', row.isOwn ? 'Nobody sets an own plan' : 'This line belongs to another team');
    const isLocked = plan.months.find((one) => one.month === month)?.isLocked ?? true;
    if (isLocked) throw new AppError('bad-request', `${month} was not compared, or is closed`);
    const value = text === null ? null : readPlanValue(text, described);
    if (typeof value === 'object' && value !== null) throw new AppError('bad-request', `A target is ${value.fault}`);
    return { month, metric, scope, key, title: row.name, value };
  });
  if (isStale) throw staleFile();
  await saveMonthLines(
    context,
    plans,
    lines.filter(({ key }) => key === null),
  );
  await saveMonthParts(
    context,
    plans,
    lines.flatMap(({ key, ...line }) => (key === null ? [] : [{ ...line, key }])),
  );
  return { saved: lines.length };
}

const staleFile = (): AppError => new AppError('conflict', 'The plans have changed since the file was compared');
