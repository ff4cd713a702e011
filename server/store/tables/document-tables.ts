import type { Generated } from 'kysely';
import type { Semantics } from './fact-tables.ts';

export interface RecordStageTable {
  portal_id: bigint;
  /** 1 lead, 7 quote, 31 smart invoice. */
  owner_kind: number;
  pipeline_id: bigint;
  stage_id: string;
  name: string;
  sort: number;
  semantics: Semantics;
}

export interface LeadTable {
  portal_id: bigint;
  lead_id: bigint;
  stage_id: string;
  semantics: Semantics;
  source: string;
  amount_minor: bigint;
  currency: string;
  base_minor: bigint;
  responsible_id: bigint;
  created_at: Date;
  modified_at: Date;
  moved_at: Date;
  closed_at: Date | null;
  is_repeat: boolean;
  company_id: bigint | null;
  deleted_at: Date | null;
}

interface DocumentTable {
  portal_id: bigint;
  stage_id: string;
  semantics: Generated<Semantics>;
  amount_minor: bigint;
  tax_minor: bigint;
  currency: string;
  base_minor: bigint;
  responsible_id: bigint;
  created_at: Date;
  modified_at: Date;
  issued_day: string | null;
  due_day: string | null;
  company_id: bigint | null;
  deal_id: bigint | null;
  deleted_at: Date | null;
}

export interface QuoteTable extends DocumentTable {
  quote_id: bigint;
  lead_id: bigint | null;
}

export interface InvoiceTable extends DocumentTable {
  invoice_id: bigint;
  pipeline_id: bigint;
  moved_at: Date;
  quote_id: bigint | null;
}

export interface PaymentTable {
  portal_id: bigint;
  payment_id: bigint;
  order_id: bigint;
  /** 2 deal, 31 smart invoice; null for an order that belongs to neither. */
  owner_kind: number | null;
  owner_id: bigint | null;
  amount_minor: bigint;
  currency: string;
  base_minor: bigint;
  paid_at: Date | null;
  returned_day: string | null;
  deleted_at: Date | null;
}

export interface CurrencyRateTable {
  portal_id: bigint;
  currency: string;
  day: string;
  /** Decimal strings. */
  rate: string;
  per_units: string;
  digits: number;
}
