import type { Field } from '../field-table.ts';
import { detail, type DetailedRow } from './detail-fields.ts';

const parts = ['', '_2', '_CITY', '_POSTAL_CODE', '_REGION', '_PROVINCE', '_COUNTRY', '_COUNTRY_CODE', '_LOC_ADDR_ID'];

/** An address as classic methods spread it over the record, `ADDRESS` or `REG_ADDRESS`. */
export function addressFields(prefix: string): Field<DetailedRow>[] {
  return parts.map((part) =>
    detail('text', `${prefix}${part}`, { only: 'classic', ...(part === '_LOC_ADDR_ID' ? { type: 'integer' } : {}) }),
  );
}
