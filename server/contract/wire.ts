import { z } from 'zod';
import type { CatalogueCode } from '#domain/planning/metric-catalogue.ts';

/** A Bitrix24 id: a positive integer as a decimal string, because ids outgrow what JSON numbers carry safely. */
export const BitrixId = z.string().regex(/^[1-9]\d{0,17}$/);
export type BitrixId = z.infer<typeof BitrixId>;

/** Unlike other ids a pipeline may have 0: the one that every portal begins with. */
export const PipelineId = z.string().regex(/^(0|[1-9]\d{0,17})$/);

/** An exact amount in the portal's base currency, as a decimal string with the currency's own number of digits. */
export const Decimal = z.string().regex(/^-?\d{1,18}(\.\d{1,4})?$/);
export type Decimal = z.infer<typeof Decimal>;

/** A calendar month in the portal's time zone, `2026-11`. */
export const Month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/);
export type Month = z.infer<typeof Month>;

/**
 * What a plan is for, a month most often: `2026-12-05`, `2026-W49`, `2026-12`, `2026-Q4`, `2026-H2`, `2026` or
 * `2026-12-05--2026-12-20`, as `domain/planning/plan-period.ts` writes it.
 */
export const PeriodKey = z
  .string()
  .regex(/^(19|20|21)\d\d(-(0[1-9]|1[0-2])(-\d\d(--(19|20|21)\d\d-(0[1-9]|1[0-2])-\d\d)?)?|-Q[1-4]|-H[12]|-W[0-5]\d)?$/);
export type PeriodKey = z.infer<typeof PeriodKey>;

/** A calendar day in the portal's time zone, `2026-11-16`. */
export const Day = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
export type Day = z.infer<typeof Day>;

/** An instant in UTC, RFC 3339 with milliseconds. */
export const Instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof Instant>;

/** Whose numbers: the whole company, one department with everything under it, or one person. */
export const Scope = z.string().regex(/^(company|department:[1-9]\d{0,17}|person:[1-9]\d{0,17})$/);
export type Scope = z.infer<typeof Scope>;

export const Language = z.enum(['ru', 'en']);
export type Language = z.infer<typeof Language>;

/** SHA-256 in lower-case hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export type Sha256 = z.infer<typeof Sha256>;

const metrics = [
  'revenue',
  'margin',
  'quantity',
  'deals-won',
  'repeat-deals',
  'average-check',
  'repeat-share',
  'cross-sell-deals',
  'cross-sell',
  'profitability',
  'new-deals',
  'new-clients',
  'active-clients',
  'first-sales',
  'relationship-moves',
  'relationship-drops',
  'payments-count',
  'payments-sum',
  'invoices-issued',
  'invoices-sum',
  'contracts',
  'receivables',
  'overdue-receivables',
  'calls',
  'meetings',
  'presentations',
  'emails',
  'open-line-sessions',
  'quotes-prepared',
  'quotes-sent',
  'leads-processed',
  'contacts-entered',
  'tasks-done',
  'tasks-done-on-time',
  'on-time-tasks',
  'field-visits',
  'field-hours',
] as const satisfies readonly CatalogueCode[];

/** Metrics that a plan can set, each in its unit: money, a count (calls for a working day), a quantity of thousandths, a percent of hundredths. */
export const Metric = z.enum(metrics);
export type Metric = z.infer<typeof Metric>;

/** What people write: whole characters only, and none that a store cannot keep. */
export const writtenText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'not a text');

export const Person = z.object({
  userId: BitrixId,
  firstName: z.string(),
  lastName: z.string(),
  departmentId: BitrixId.nullable(),
  isHead: z.boolean(),
  isActive: z.boolean(),
});
export type Person = z.infer<typeof Person>;
