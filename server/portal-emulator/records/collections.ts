import type { z } from 'zod';
import type { RowStore } from '../row-store.ts';
import { companyRow } from './company.ts';
import { invoiceMoveRow, invoiceRow } from './invoice.ts';
import { quoteRow } from './quote.ts';
import { userFieldRow } from './user-field.ts';
import { automationTriggerRow } from './automation-trigger.ts';
import { biConnectorRow } from './bi-connector.ts';
import { biDatasetRow } from './bi-dataset.ts';
import { biSourceRow } from './bi-source.ts';
import { calendarEventRow } from './calendar-event.ts';
import { calendarSectionRow } from './calendar-section.ts';
import { contactRow } from './contact.ts';
import { taskRow } from './task.ts';
import { robotRow } from './robot.ts';
import { robotRunRow } from './robot-run.ts';
import { userFieldTypeRow } from './user-field-type.ts';
import { deputyHeadRow } from './deputy-head.ts';
import { idempotentAnswerRow } from './idempotent-answer.ts';
import { workTimeRow } from './work-time.ts';
import { catalogProductRow, productCatalogRow, productPropertyRow, productSectionRow } from './catalog.ts';
import { orderBindingRow, paymentRow } from './payment.ts';
import { productRow } from './product-row.ts';

/**
 * Kinds of rows that a portal keeps beside the core of its CRM, by name, each with the shape a line of the state file must have.
 * A new kind is a file here and a line below; it is stored, remembered and replayed without more.
 */
export const collections = {
  companies: companyRow,
  contacts: contactRow,
  invoiceMoves: invoiceMoveRow,
  invoices: invoiceRow,
  quotes: quoteRow,
  userFields: userFieldRow,
  tasks: taskRow,
  automationTriggers: automationTriggerRow,
  biConnectors: biConnectorRow,
  biDatasets: biDatasetRow,
  biSources: biSourceRow,
  calendarEvents: calendarEventRow,
  calendarSections: calendarSectionRow,
  robots: robotRow,
  robotRuns: robotRunRow,
  userFieldTypes: userFieldTypeRow,
  deputyHeads: deputyHeadRow,
  idempotentAnswers: idempotentAnswerRow,
  workTimes: workTimeRow,
  productRows: productRow,
  catalogProducts: catalogProductRow,
  productCatalogs: productCatalogRow,
  productProperties: productPropertyRow,
  productSections: productSectionRow,
  payments: paymentRow,
  orderBindings: orderBindingRow,
} as const satisfies Readonly<Record<string, z.ZodType<{ readonly id: number }>>>;

export type CollectionName = keyof typeof collections;
export type RecordOf<Name extends CollectionName> = z.infer<(typeof collections)[Name]>;
export type Records = { readonly [Name in CollectionName]: RowStore<RecordOf<Name>> };
/** Rows a portal starts with; a kind that is absent is empty. */
export type GivenRecords = { readonly [Name in CollectionName]?: readonly RecordOf<Name>[] };
