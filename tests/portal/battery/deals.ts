import { answer, documented, refusal } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, instant } = wire;

async function someDeal(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('crm.deal.list', { order: { ID: 'ASC' }, select: ['ID'] });
  return { id: (body['result'] as { ID: string }[])[0]?.ID };
}

const deal = documented({
  ID: idText,
  TITLE: text,
  TYPE_ID: orNull(text),
  STAGE_ID: text,
  PROBABILITY: orNull(idText),
  CURRENCY_ID: text,
  OPPORTUNITY: amountText,
  CATEGORY_ID: idText,
  ASSIGNED_BY_ID: idText,
  DATE_CREATE: instant,
  CLOSED: flag,
});

export const dealChecks: MethodChecks = {
  'crm.deal.get': {
    success: { given: someDeal, answers: answer(deal) },
    error: { given: { id: 987_654_321 }, ...refusal('', 400, 'Not found') },
    wrongType: { given: { id: 'seven' }, ...refusal('', 400, 'ID is not defined or invalid.') },
  },
};
