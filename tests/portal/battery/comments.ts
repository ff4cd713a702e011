import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { wire } from './wire-kinds.ts';

const { text, idText, instant, integer } = wire;
const nowhere = 987_654_321;

const comment = documented({
  ID: idText,
  ENTITY_ID: idText,
  ENTITY_TYPE: text,
  CREATED: instant,
  COMMENT: text,
  AUTHOR_ID: idText,
  FILES: z.record(z.string(), z.unknown()),
});

async function newComment(portal: BatteryPortal): Promise<{ fields: Record<string, unknown> }> {
  const { body } = await portal.call('crm.deal.list', { order: { ID: 'ASC' }, select: ['ID'] });
  return { fields: { ENTITY_ID: (body['result'] as { ID: string }[])[0]?.ID, ENTITY_TYPE: 'deal', COMMENT: 'План снижен' } };
}

async function addComment(portal: BatteryPortal): Promise<{ id: number; fields: Record<string, unknown> }> {
  const { fields } = await newComment(portal);
  return { fields, id: (await portal.call('crm.timeline.comment.add', { fields })).body['result'] as number };
}

async function commentedDeal(portal: BatteryPortal): Promise<Params> {
  const { fields } = await addComment(portal);
  return { filter: { ENTITY_ID: fields['ENTITY_ID'], ENTITY_TYPE: 'deal' }, order: { ID: 'DESC' } };
}

const drop = (portal: BatteryPortal, id: unknown): Promise<unknown> => portal.call('crm.timeline.comment.delete', { id });

export const commentChecks: MethodChecks = {
  'crm.timeline.comment.add': {
    writes: true,
    success: { given: newComment, answers: answer(integer), cleanUp: (portal, { body }) => drop(portal, body['result']) },
    error: {
      given: async (portal) => ({ fields: { ...(await newComment(portal)).fields, COMMENT: '' } }),
      ...refusal('INVALID_ARG_VALUE'),
    },
    wrongType: {
      given: async (portal) => ({ fields: { ...(await newComment(portal)).fields, ENTITY_ID: 'first' } }),
      ...refusal('OWNER_NOT_FOUND'),
    },
  },
  'crm.timeline.comment.get': {
    writes: true,
    success: {
      given: async (portal) => ({ id: (await addComment(portal)).id }),
      answers: answer(comment),
      cleanUp: (portal, { body }) => drop(portal, (body['result'] as { ID: string }).ID),
    },
    error: { given: { id: nowhere }, ...refusal('', 400, 'Not found.') },
    wrongType: { given: { id: 'first' }, ...refusal('', 400, 'ID is not defined or invalid.') },
  },
  'crm.timeline.comment.list': {
    writes: true,
    success: {
      given: commentedDeal,
      answers: listAnswer(rowsOf(comment)),
      cleanUp: (portal, { body }) => drop(portal, (body['result'] as { ID: string }[])[0]?.ID),
    },
    error: { given: { filter: { ENTITY_ID: 1, ENTITY_TYPE: 'planet' } }, ...refusal('', 400, 'Access denied.') },
    wrongType: { given: { filter: 'deal' }, ...refusal('', 400, 'Access denied.') },
  },
  'crm.timeline.comment.update': {
    writes: true,
    success: {
      given: async (portal) => ({ id: (await addComment(portal)).id, fields: { COMMENT: 'План повышен' } }),
      answers: answer(integer),
      cleanUp: (portal, { body }) => drop(portal, body['result']),
    },
    error: { given: { id: nowhere, fields: { COMMENT: 'План повышен' } }, ...refusal('NOT_FOUND', 400, 'Not found.') },
    wrongType: { given: { id: 'first', fields: { COMMENT: 'План повышен' } }, ...refusal('NOT_FOUND', 400, 'Not found.') },
  },
  'crm.timeline.comment.delete': {
    writes: true,
    success: { given: async (portal) => ({ id: (await addComment(portal)).id }), answers: answer(z.null()) },
    error: { given: { id: nowhere }, ...refusal('NOT_FOUND', 400, 'Not found.') },
    wrongType: { given: { id: 'first' }, ...refusal('NOT_FOUND', 400, 'Not found.') },
  },
};
