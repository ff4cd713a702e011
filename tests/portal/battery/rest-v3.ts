import { z } from 'zod';
import { answer, documented, rowsOf } from './documented.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';
import { v3Refusal } from './v3-refusal.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, instant, integer } = wire;

const node = {
  id: integer,
  name: text,
  type: z.enum(['DEPARTMENT', 'TEAM']),
  structureId: integer,
  parentId: orNull(integer),
  description: orNull(text),
  accessCode: text,
  userCount: integer,
  colorName: orNull(text),
  xmlId: orNull(text),
  createdAt: instant,
  updatedAt: instant,
};

const members = z
  .array(
    documented({
      userId: integer,
      name: text,
      workPosition: orNull(text),
      role: z.enum(['MEMBER_HEAD', 'MEMBER_DEPUTY_HEAD', 'MEMBER_EMPLOYEE']),
      avatar: orNull(text),
      url: text,
    }),
  )
  .min(1);

const document = z.looseObject({
  openapi: z.literal('3.0.0'),
  info: z.strictObject({ title: z.literal('Bitrix24 REST V3 API'), version: z.literal('1.0.0') }),
  tags: z.array(z.strictObject({ name: text, description: text })),
  paths: z.looseObject({ '/tasks.task.get': z.looseObject({}) }),
  components: z.looseObject({ schemas: z.looseObject({}) }),
});

/** The method has no parameters, so what comes with it is of no matter and only an unknown webhook is refused. */
const openApiCheck: MethodCheck = {
  as: 'third',
  isTimeless: true,
  success: { answers: document },
  error: {
    as: 'stranger',
    status: 401,
    answers: z.looseObject({ error: z.literal('INVALID_CREDENTIALS'), error_description: z.string() }),
  },
  wrongType: { given: { select: 7 }, answers: document },
};

export const restV3Checks: MethodChecks = {
  'api/batch': {
    as: 'third',
    success: {
      given: [
        { method: 'tasks.task.list', query: { select: ['id', 'title'], pagination: { limit: 1 } }, as: 'tasks' },
        { method: 'humanresources.node.get', query: { id: 1, select: ['id'] } },
      ],
      answers: answer(
        z.tuple([
          documented({ items: z.array(documented({ id: integer, title: text })) }),
          documented({ item: documented({ id: integer }) }),
        ]),
      ),
    },
    error: { given: { cmd: ['tasks.task.get?id=1'] }, ...v3Refusal('INVALIDSELECTEXCEPTION') },
    wrongType: {
      given: [{ method: 'tasks.task.get', query: { id: 'one' } }],
      ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'id'),
    },
  },
  'api/timeman.record.list': {
    as: 'third',
    success: {
      given: {
        filter: [
          ['userId', 3],
          ['startTime', '>=', '2026-11-12T00:00:00+03:00'],
        ],
        select: ['id', 'startTime', 'endTime', 'duration'],
        order: { startTime: 'DESC' },
        pagination: { page: 1, limit: 20, offset: 0 },
      },
      answers: answer(
        documented({ items: rowsOf(documented({ id: integer, startTime: instant, endTime: orNull(instant), duration: integer })) }),
      ),
    },
    error: {
      given: { filter: [['startTime', '>=', '2026-11-12T00:00:00+03:00']] },
      ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'filter.userId'),
    },
    wrongType: { given: { filter: [['userId', 'anna']] }, ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'userId') },
  },
  'api/humanresources.node.get': {
    as: 'third',
    success: { given: { id: 1 }, answers: answer(documented({ item: documented({ ...node, members }) })) },
    error: { given: { id: 987_654_321 }, ...v3Refusal('ENTITYNOTFOUNDEXCEPTION') },
    wrongType: { given: { id: 'sales' }, ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'id') },
  },
  'api/humanresources.node.list': {
    as: 'third',
    success: { given: { type: 'DEPARTMENT' }, answers: answer(documented({ items: rowsOf(documented(node)) })) },
    error: { given: { type: 'OFFICE' }, ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'type') },
    wrongType: { given: { type: 'DEPARTMENT', pagination: { limit: 'abc' } }, ...v3Refusal('INVALIDPAGINATIONEXCEPTION') },
  },
  'api/rest.scope.list': {
    as: 'third',
    success: {
      given: { filterModule: 'rest' },
      answers: answer(
        documented({
          rest: z.looseObject({
            scope: documented({
              list: documented({ scope: z.literal('rest.scope.list'), title: text, description: text, fields: orNull(z.array(text)) }),
            }),
          }),
        }),
      ),
    },
    error: { ...openApiCheck.error },
    wrongType: { given: { filterModule: 7 }, ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'filterModule') },
  },
  'api/rest.documentation.openapi': openApiCheck,
  'api/documentation': openApiCheck,
};
