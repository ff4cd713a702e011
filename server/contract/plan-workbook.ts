import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { Decimal, Language, Metric, PeriodKey, Scope, Sha256 } from './wire.ts';

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file that changes more than this is divided. */
export const longestApply = 20_000;

export const WorkbookErrorCode = z.enum([
  'unknown-id',
  'unknown-name',
  'ambiguous-name',
  'no-name',
  'doubled-row',
  'doubled-month',
  'not-a-number',
  'formula-without-value',
  'negative',
  'too-large',
  'too-many-decimals',
  'own-plan',
  'not-yours',
]);
export type WorkbookErrorCode = z.infer<typeof WorkbookErrorCode>;

export const WorkbookWarningCode = z.enum(['name-differs', 'tenfold', 'month-locked', 'column-ignored', 'sheet-ignored']);
export type WorkbookWarningCode = z.infer<typeof WorkbookWarningCode>;

const place = {
  sheet: z.string(),
  /** `D7`; null where the whole sheet is meant. */
  cell: z.string().nullable(),
  /** What stands there. */
  text: z.string(),
  /** Whose row it is; empty where that is not known. */
  name: z.string(),
};

export const WorkbookError = z.object({ ...place, code: WorkbookErrorCode });
export type WorkbookError = z.infer<typeof WorkbookError>;
export const WorkbookWarning = z.object({ ...place, code: WorkbookWarningCode });
export type WorkbookWarning = z.infer<typeof WorkbookWarning>;

export const WorkbookChange = z.object({
  /** By the name that it has in the file. */
  sheet: z.string(),
  month: PeriodKey,
  metric: Metric,
  scope: Scope,
  /** The part of the plan that it is about; null of the whole. */
  key: DimensionKey.nullable(),
  name: z.string(),
  /** As decimal strings of the metric's unit; null where there is no plan. */
  from: Decimal.nullable(),
  to: Decimal.nullable(),
});
export type WorkbookChange = z.infer<typeof WorkbookChange>;

export const WorkbookCheck = z.object({
  currency: z.string(),
  /** The months or other periods that were compared. */
  months: z.array(PeriodKey),
  changes: z.array(WorkbookChange),
  /** The first of them; a file with errors is mended and uploaded again. */
  errors: z.array(WorkbookError),
  errorCount: z.number().int(),
  warnings: z.array(WorkbookWarning),
  warningCount: z.number().int(),
  /** Rows that say what the plan says already. */
  unchanged: z.number().int(),
  /** Of the plan that the file was compared with. */
  digest: Sha256,
});
export type WorkbookCheck = z.infer<typeof WorkbookCheck>;

export const getPlanWorkbook = defineEndpoint({
  method: 'GET',
  path: '/api/plans/workbook',
  summary: 'The plans of some months, or of other periods that follow one another, as a workbook to be filled in',
  urgency: 'deferrable',
  request: z.object({ from: PeriodKey, months: z.coerce.number().int().min(1).max(24).default(12), language: Language.optional() }),
  answerType: workbookType,
  response: z.instanceof(Uint8Array),
});

export const checkPlanWorkbook = defineEndpoint({
  method: 'POST',
  path: '/api/plans/workbook/check',
  summary: 'What a workbook would change, and what is wrong with it; nothing is written',
  urgency: 'deferrable',
  body: { mediaType: workbookType, limitBytes: 5 * 1024 * 1024 },
  request: z.object({}),
  response: WorkbookCheck,
});

export const applyPlanWorkbook = defineEndpoint({
  method: 'POST',
  path: '/api/plans/workbook/apply',
  summary: 'Put the changes of a checked workbook into the drafts, all of them or none',
  urgency: 'vital',
  body: { mediaType: 'application/json', limitBytes: 4 * 1024 * 1024 },
  request: z.object({
    months: z.array(PeriodKey).min(1).max(48),
    digest: Sha256,
    changes: z
      .array(
        z.object({ month: PeriodKey, metric: Metric, scope: Scope, key: DimensionKey.nullable().default(null), value: Decimal.nullable() }),
      )
      .min(1)
      .max(longestApply),
  }),
  response: z.object({ saved: z.number().int() }),
});
