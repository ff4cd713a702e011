import { z } from 'zod';
import { answer, documented, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { webhookRefused } from './system-refusals.ts';
import { wire } from './wire-kinds.ts';

const { text, integer } = wire;

const tab = { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'https://app.example.com/?handler=battery', TITLE: 'Проверка' };
const languages = { en: { TITLE: 'Check', DESCRIPTION: '', GROUP_NAME: '' } };
/** PHP writes an empty map as a list. */
const emptyOr = (map: z.ZodType): z.ZodType => z.union([z.array(z.never()), map]);

const binding = documented({
  placement: z.string().regex(/^[A-Z_0-9]+$/),
  userId: integer,
  handler: z.url(),
  options: emptyOr(z.record(z.string(), text)),
  title: text,
  description: text,
  langAll: emptyOr(z.record(z.string(), documented({ TITLE: text, DESCRIPTION: text, GROUP_NAME: text }))),
});
const codes = z.array(z.string().regex(/^[A-Z_0-9]+$/)).min(1);

const unbindTab = (portal: BatteryPortal): Promise<unknown> => portal.callAsApplication('placement.unbind', tab);

async function bindTab(portal: BatteryPortal): Promise<Params> {
  await portal.callAsApplication('placement.bind', { ...tab, LANG_ALL: languages });
  return tab;
}

export const placementChecks: MethodChecks = {
  'placement.bind': {
    as: 'application',
    success: { given: { ...tab, LANG_ALL: languages }, answers: answer(z.literal(true)), cleanUp: unbindTab },
    error: { given: { HANDLER: tab.HANDLER }, ...refusal('ERROR_ARGUMENT', 400, "Argument 'PLACEMENT' is null or empty") },
    wrongType: {
      given: { ...tab, PLACEMENT: ['CRM_DEAL_DETAIL_TAB'] },
      ...refusal('ERROR_ARGUMENT', 400, "The value of an argument 'PLACEMENT' must be of type string"),
    },
  },
  'placement.unbind': {
    as: 'application',
    success: { given: bindTab, answers: answer(documented({ count: z.literal(2) })) },
    error: refusal('ERROR_ARGUMENT', 400, "Argument 'PLACEMENT' is null or empty"),
    wrongType: {
      given: { PLACEMENT: 7 },
      ...refusal('ERROR_ARGUMENT', 400, "The value of an argument 'PLACEMENT' must be of type string"),
    },
  },
  'placement.get': {
    as: 'application',
    success: { given: bindTab, answers: answer(rowsOf(binding)), cleanUp: unbindTab },
    error: webhookRefused,
    wrongType: { given: { PLACEMENT: 7 }, answers: answer(z.array(binding)) },
  },
  'placement.list': {
    as: 'application',
    success: { given: { SCOPE: 'crm' }, answers: answer(codes) },
    error: webhookRefused,
    wrongType: { given: { SCOPE: 7 }, answers: answer(z.array(z.never())) },
  },
};
