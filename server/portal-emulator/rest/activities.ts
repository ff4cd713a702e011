import { seesActivity } from '../activity-changes.ts';
import { ownersOf } from '../activity-owners.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import type { PortalActivity } from '../portal-data.ts';
import { createRowStore, type RowStore } from '../row-store.ts';
import { communicationsField, filesField } from './activity-attachments.ts';
import { bindingMethods } from './activity-bindings.ts';
import { activityFields, startTime } from './activity-fields.ts';
import { add, getActivity, remove, update } from './activity-writes.ts';
import { writeRow, type Field } from './field-table.ts';
import { answerList } from './list-method.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';
import { todoMethods } from './todo-activities.ts';

export const activityMethods: RestMethods = {
  'crm.activity.list': { scopes: ['crm'], answer: list },
  'crm.activity.get': { scopes: ['crm'], answer: get },
  'crm.activity.add': { scopes: ['crm'], answer: add },
  'crm.activity.update': { scopes: ['crm'], answer: update },
  'crm.activity.delete': { scopes: ['crm'], answer: remove },
  ...todoMethods,
  ...bindingMethods,
};

/** Without an order the list runs by START_TIME, not by id. */
function list(call: RestCall): RestReply {
  const { portal, user } = call;
  return answerList(call, {
    store: boundActivities(call),
    hasRepeats: isBindingAsked(call),
    fields: [...activityFields(portal), ...attachments(call)],
    style: 'classic',
    unknownKeys: 'drop',
    isVisible: (activity) => seesActivity(portal, user, activity),
    defaultOrder: [{ field: startTime, isDescending: false }],
  });
}

function get(call: RestCall): RestReply {
  return { result: writeRow(activityFields(call.portal), getActivity(call), 'classic', call.portal.zone) };
}

/** Communications and files come only when they are named, `*` is not enough. */
function attachments({ portal, parameters }: RestCall): Field<PortalActivity>[] {
  const select = readParameter(parameters, 'select');
  const named = (Array.isArray(select) ? select : [select]).map(String);
  return [
    ...(named.includes('COMMUNICATIONS') ? [communicationsField(portal)] : []),
    ...(named.includes('FILES') ? [filesField(portal)] : []),
  ];
}

/**
 * `BINDINGS` is a filter only: any of the pairs, each of a type, an id or both.
 * With several pairs an activity comes once for each of its bindings that fits, as the database joins them.
 */
function boundActivities({ portal, parameters }: RestCall): RowStore<PortalActivity> {
  const filter = readParameter(parameters, 'filter');
  const given = isRecord(filter) ? filter['BINDINGS'] : undefined;
  if (given === undefined) return portal.state.activities;
  const pairs = toPairs(given);
  const fits = (typeId: number, id: number): boolean =>
    pairs.some(
      (pair) =>
        (pair['OWNER_TYPE_ID'] === undefined || Number(pair['OWNER_TYPE_ID']) === typeId) &&
        (pair['OWNER_ID'] === undefined || Number(pair['OWNER_ID']) === id),
    );
  const rows = portal.state.activities.rows.flatMap((activity) => {
    const fitting = ownersOf(activity).filter(({ ownerTypeId, ownerId }) => fits(ownerTypeId, ownerId)).length;
    return Array.from({ length: pairs.length > 1 ? fitting : Math.min(fitting, 1) }, () => activity);
  });
  return createRowStore(rows);
}

function isBindingAsked({ parameters }: RestCall): boolean {
  const filter = readParameter(parameters, 'filter');
  return isRecord(filter) && filter['BINDINGS'] !== undefined;
}

function toPairs(given: unknown): Record<string, unknown>[] {
  if (Array.isArray(given)) return given.filter(isRecord);
  if (!isRecord(given)) return [];
  const isOnePair = 'OWNER_TYPE_ID' in given || 'OWNER_ID' in given;
  return isOnePair ? [given] : Object.values(given).filter(isRecord);
}
