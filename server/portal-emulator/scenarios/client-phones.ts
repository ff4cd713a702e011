import type { ContactDatum } from '../records/details.ts';

/** A number that nobody has: no region of Russia begins with 000. */
export function phoneOf(companyId: number): ContactDatum {
  return { id: companyId, typeId: 'PHONE', valueType: 'WORK', value: `+7000${2_000_000 + ((companyId * 7919) % 7_999_999)}` };
}
