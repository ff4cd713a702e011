import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, instant, integer } = wire;

const category = documented({
  id: integer,
  name: text,
  sort: integer,
  entityTypeId: integer,
  isDefault: flag,
  /** The default pipeline of the page's example has neither. */
  originId: text.optional(),
  originatorId: text.optional(),
});

const status = documented({
  ID: idText,
  ENTITY_ID: text,
  STATUS_ID: text,
  NAME: text,
  NAME_INIT: text,
  SORT: idText,
  SYSTEM: flag,
  CATEGORY_ID: orNull(idText),
  COLOR: text,
  SEMANTICS: orNull(z.enum(['S', 'F'])),
  EXTRA: documented({ SEMANTICS: z.enum(['process', 'success', 'failure', 'apology']), COLOR: text }),
});

const currency = documented({
  CURRENCY: text,
  AMOUNT_CNT: idText,
  AMOUNT: amountText,
  SORT: idText,
  BASE: flag,
  FULL_NAME: text,
  LID: text,
  FORMAT_STRING: text,
  DEC_POINT: text,
  THOUSANDS_SEP: orNull(text),
  DECIMALS: idText,
  DATE_UPDATE: instant,
});

const move = documented({
  ID: integer,
  TYPE_ID: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(5)]),
  OWNER_ID: integer,
  CREATED_TIME: instant,
  CATEGORY_ID: integer,
  STAGE_SEMANTIC_ID: z.enum(['P', 'S', 'F']),
  STAGE_ID: text,
});

export const directoryChecks: MethodChecks = {
  'crm.category.list': {
    success: { given: { entityTypeId: 2 }, answers: listAnswer(documented({ categories: rowsOf(category) })) },
    error: { given: { entityTypeId: 1 }, ...refusal('ENTITY_TYPE_NOT_SUPPORTED') },
    wrongType: { given: { entityTypeId: 'deal' }, ...refusal('NOT_FOUND') },
  },
  'crm.status.list': {
    success: { given: { filter: { ENTITY_ID: 'DEAL_STAGE' }, order: { SORT: 'ASC' } }, answers: listAnswer(rowsOf(status)) },
    error: strangerRefused,
    wrongType: { given: { filter: { ENTITY_ID: 'DEAL_STAGE', SORT: 'last' } }, answers: listAnswer(z.array(z.never())) },
  },
  'crm.currency.list': {
    success: { given: { order: { SORT: 'ASC' } }, answers: documented({ result: rowsOf(currency), total: z.literal(0) }) },
    error: strangerRefused,
    wrongType: { given: { order: 'SORT' }, ...refusal('', 400, "Parameter 'order' must be array.") },
  },
  'crm.currency.base.get': {
    success: { answers: answer(z.string().regex(/^[A-Z]{3}$/)) },
    error: strangerRefused,
    wrongType: { given: { id: 7 }, answers: answer(z.string()) },
  },
  'crm.settings.mode.get': {
    success: { answers: answer(z.union([z.literal(1), z.literal(2)])) },
    error: strangerRefused,
    wrongType: { given: { mode: 'simple' }, answers: answer(integer) },
  },
  'crm.stagehistory.list': {
    success: { given: { entityTypeId: 2, order: { ID: 'ASC' } }, answers: listAnswer(documented({ items: rowsOf(move) })) },
    error: { given: { entityTypeId: 2, filter: { NO_SUCH: 1 } }, ...refusal('INVALID_ARG_VALUE') },
    wrongType: { given: { entityTypeId: 'deal' }, ...refusal('ENTITY_TYPE_NOT_SUPPORTED') },
  },
};
