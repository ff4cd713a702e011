import type { DealChange } from '../deal-changes.ts';
import { readAmount } from '../decimal-amount.ts';
import type { LeadChange } from '../lead-changes.ts';
import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import type { PortalZone } from '../portal-zone.ts';
import { classicError } from '../rest-error.ts';
import type { WireStyle } from './field-table.ts';
import { dealFreeFields, leadFreeFields, readFreeValues } from './free-fields.ts';

/** Fields of an `update` or `add`; unknown fields are dropped, as Bitrix24 does. */
export function readDealChange(parameters: Parameters, style: WireStyle, zone: PortalZone): DealChange {
  const fields = readFields(parameters);
  const take = (classic: string, item: string): unknown => fields[style === 'item' ? item : classic];
  const title = take('TITLE', 'title');
  const stageId = take('STAGE_ID', 'stageId');
  const categoryId = take('CATEGORY_ID', 'categoryId');
  const amount = take('OPPORTUNITY', 'opportunity');
  const currency = take('CURRENCY_ID', 'currencyId');
  const isAmountManual = take('IS_MANUAL_OPPORTUNITY', 'isManualOpportunity');
  const closeDate = take('CLOSEDATE', 'closedate');
  const responsibleId = take('ASSIGNED_BY_ID', 'assignedById');
  const companyId = take('COMPANY_ID', 'companyId');
  return {
    ...(title === undefined ? {} : { title: String(title) }),
    ...(stageId === undefined ? {} : { stageId: String(stageId) }),
    ...(categoryId === undefined ? {} : { categoryId: readNumber(categoryId, 'CATEGORY_ID') }),
    ...(amount === undefined ? {} : { amount: getAmount(amount) }),
    ...(currency === undefined ? {} : { currency: String(currency) }),
    ...(isAmountManual === undefined ? {} : { isAmountManual: isAmountManual === 'Y' }),
    ...(closeDate === undefined ? {} : { closeDate: readDay(closeDate, zone) }),
    ...(responsibleId === undefined ? {} : { responsibleId: readNumber(responsibleId, 'ASSIGNED_BY_ID') }),
    ...(companyId === undefined ? {} : { companyId: Number(companyId) > 0 ? Number(companyId) : null }),
    free: readFreeValues(parameters, dealFreeFields, style),
  };
}

export function readLeadChange(parameters: Parameters, style: WireStyle): LeadChange {
  const fields = readFields(parameters);
  const take = (classic: string, item: string): unknown => fields[style === 'item' ? item : classic];
  const title = take('TITLE', 'title');
  const statusId = take('STATUS_ID', 'stageId');
  const amount = take('OPPORTUNITY', 'opportunity');
  const isAmountManual = take('IS_MANUAL_OPPORTUNITY', 'isManualOpportunity');
  const responsibleId = take('ASSIGNED_BY_ID', 'assignedById');
  return {
    ...(title === undefined ? {} : { title: String(title) }),
    ...(statusId === undefined ? {} : { statusId: String(statusId) }),
    ...(amount === undefined ? {} : { amount: getAmount(amount) }),
    ...(isAmountManual === undefined ? {} : { isAmountManual: isAmountManual === 'Y' }),
    ...(responsibleId === undefined ? {} : { responsibleId: readNumber(responsibleId, 'ASSIGNED_BY_ID') }),
    free: readFreeValues(parameters, leadFreeFields, style),
  };
}

function readFields(parameters: Parameters): Record<string, unknown> {
  const fields = readParameter(parameters, 'fields');
  if (!isRecord(fields)) throw classicError("Parameter 'fields' must be array.");
  return fields;
}

function getAmount(value: unknown): string {
  const amount = readAmount(value);
  if (amount === null) throw classicError('OPPORTUNITY is not a number.');
  return amount;
}

function readNumber(value: unknown, name: string): number {
  const number = Number(value);
  if (!Number.isInteger(number)) throw classicError(`${name} is not a number.`);
  return number;
}

function readDay(value: unknown, zone: PortalZone): string | null {
  if (value === null || value === '') return null;
  const day = zone.readDay(String(value));
  if (day === null) throw classicError('CLOSEDATE is not a date.');
  return day;
}
