import { isRecord, readParameter } from '../nested-parameters.ts';
import { accessDenied } from '../rest-error.ts';
import { callFields } from './call-fields.ts';
import { finish, register } from './external-calls.ts';
import { writeRow } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { listRows, parseOrder, parseStart } from './list-rows.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const telephonyMethods: RestMethods = {
  'voximplant.statistic.get': { scopes: ['telephony'], answer: list },
  'telephony.externalcall.register': { scopes: ['telephony'], needsApplication: true, answer: register },
  'telephony.externalcall.finish': { scopes: ['telephony'], needsApplication: true, answer: finish },
};

/** Conditions with other signs are dropped as unknown fields are. */
const operators = new Set(['', '!', '>=', '>', '<=', '<', '><', '!><', '?', '=', '!=', '%', '!%']);

/** Order is given by SORT and ORDER; what is no filter, no known key and no sortable field is dropped without a word. */
function list({ portal, user, parameters }: RestCall): RestReply {
  if (portal.state.data.withoutCallStatistics?.includes(user.id) === true) throw accessDenied();
  const given = readParameter(parameters, 'FILTER');
  const fields = callFields(portal);
  const sort = readParameter(parameters, 'SORT');
  const order = typeof sort === 'string' && sort !== 'CALL_TYPE' ? { [sort]: readParameter(parameters, 'ORDER') ?? 'ASC' } : undefined;
  const page = listRows({
    store: portal.state.calls,
    filter: parseFilter(isRecord(given) ? given : undefined, {
      fields,
      style: 'classic',
      unknownKeys: 'drop',
      zone: portal.zone,
      operators,
    }),
    isVisible: (call) => portal.visibility.isVisible(user, call.userId),
    order: parseOrder(order, fields, 'classic', 'drop'),
    start: parseStart(readParameter(parameters, 'start')),
  });
  const result = page.rows.map((call) => writeRow(fields, call, 'classic', portal.zone));
  return { result, total: page.total, ...(page.next === undefined ? {} : { next: page.next }) };
}
