import type { Generated } from 'kysely';

interface ManualMetricTable {
  portal_id: bigint;
  metric_id: string;
  name: string;
  unit: 'money' | 'count' | 'quantity' | 'percent';
  direction: 'more' | 'less';
  over_time: 'sum' | 'latest';
  entered_by: bigint | null;
  old_after_days: number;
  created_at: Date;
  created_by: bigint;
  archived_at: Date | null;
}

interface ManualValueTable {
  portal_id: bigint;
  metric_id: string;
  user_id: bigint;
  day: string;
  revision: number;
  value: bigint | null;
  entered_at: Date;
  entered_by: bigint;
}

export interface ContactTable {
  portal_id: bigint;
  contact_id: bigint;
  /** Who has entered it; whoever is in charge where nobody has. */
  created_by: bigint;
  company_id: bigint | null;
  created_at: Date;
  modified_at: Date;
  deleted_at: Date | null;
}

/** Of what metrics are made beside facts, and what plans are divided by. */
export interface MetricTables {
  contact: ContactTable;
  company_type: CompanyTypeTable;
  client_owner: ClientOwnerTable;
  manual_metric: ManualMetricTable;
  manual_value: ManualValueTable;
  own_dimension: {
    portal_id: bigint;
    field: string;
    name: string;
    added_at: Date;
    archived_at: Date | null;
    is_list: boolean | null;
    is_missing: Generated<boolean>;
    is_begun: Generated<boolean>;
    read_at: Date | null;
  };
  own_dimension_value: { portal_id: bigint; field: string; value: string; title: string; place: number };
  deal_value: { portal_id: bigint; field: string; deal_id: bigint; value: string };
}

export interface ClientOwnerTable {
  portal_id: bigint;
  company_id: bigint;
  responsible_id: bigint;
}

interface CompanyTypeTable {
  portal_id: bigint;
  field: string;
  company_id: bigint;
  day: string;
  value: string;
  responsible_id: bigint;
}
