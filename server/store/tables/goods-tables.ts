export interface ProductRowTable {
  portal_id: bigint;
  row_id: bigint;
  deal_id: bigint;
  product_id: bigint | null;
  /** Decimal string. */
  quantity: string;
  gross_minor: bigint;
  net_minor: bigint;
  discount_minor: bigint;
  seen_day: string;
}

export interface ProductTable {
  portal_id: bigint;
  product_id: bigint;
  parent_id: bigint | null;
  section_id: bigint | null;
  brand: string | null;
  /** Empty while it is not known. */
  name: string;
}

export interface ProductSectionTable {
  portal_id: bigint;
  section_id: bigint;
  /** The group it stands in; null at the top. */
  parent_id: bigint | null;
  name: string;
}

export interface ProductPriceTable {
  portal_id: bigint;
  product_id: bigint;
  day: string;
  /** Decimal string; null when the portal keeps no price any more. */
  price: string | null;
  currency: string;
}

export interface TaskTable {
  portal_id: bigint;
  task_id: bigint;
  responsible_id: bigint;
  /** Left out where it was not asked for. */
  created_by?: bigint | null;
  status: number;
  created_at: Date;
  modified_at: Date;
  deadline: Date | null;
  closed_at: Date | null;
  deleted_at: Date | null;
}

export interface TaskLinkTable {
  portal_id: bigint;
  task_id: bigint;
  owner_kind: number;
  owner_id: bigint;
}

export interface TaskCheckTable {
  portal_id: bigint;
  task_id: bigint;
  revision: number;
  /** Null: nobody wants to look at it any more. */
  check_on: string | null;
  outcome: 'good' | 'rework' | null;
  words: string;
  set_at: Date;
  set_by: bigint;
}
