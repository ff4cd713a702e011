import { z } from 'zod';
import { answer, documented, listAnswer, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { wire } from './wire-kinds.ts';

const { text, idText, instant, integer } = wire;
const optional = text.optional();
/** A date nobody has given is empty text. */
const instantOrEmpty = z.union([z.literal(''), instant]);
/** Two fields of the list are written as empty objects. */
const hollow = documented({});

/** What both pages show; where nothing was ever filled in, a field does not come along. */
const person = {
  ID: idText,
  ACTIVE: z.boolean(),
  NAME: text,
  LAST_NAME: text,
  SECOND_NAME: optional,
  EMAIL: text,
  LAST_LOGIN: instantOrEmpty,
  DATE_REGISTER: instant,
  TIME_ZONE: optional,
  IS_ONLINE: z.enum(['Y', 'N']),
  PERSONAL_GENDER: z.enum(['', 'M', 'F']),
  PERSONAL_WWW: optional,
  PERSONAL_BIRTHDAY: instantOrEmpty,
  PERSONAL_MOBILE: optional,
  PERSONAL_CITY: optional,
  WORK_PHONE: optional,
  WORK_POSITION: text,
  UF_EMPLOYMENT_DATE: instantOrEmpty,
  UF_DEPARTMENT: z.array(integer),
  UF_PHONE_INNER: optional,
};
const listed = documented({
  ...person,
  TIMESTAMP_X: hollow,
  LAST_ACTIVITY_DATE: hollow,
  USER_TYPE: z.enum(['employee', 'extranet', 'email']),
});
const current = documented({ ...person, LAST_ACTIVITY_DATE: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) });

const department = documented({ ID: idText, NAME: text, SORT: integer, PARENT: idText.optional(), UF_HEAD: idText.optional() });
const departmentNames = documented({ ID: text, NAME: text, SORT: text, PARENT: text, UF_HEAD: text });
const nobody = documented({ result: z.array(z.never()), total: z.literal(0) });

export const userChecks: MethodChecks = {
  'user.current': {
    success: { answers: answer(current) },
    error: strangerRefused,
    wrongType: { given: { ID: 'seven' }, answers: answer(current) },
  },
  'user.get': {
    success: { given: { sort: 'LAST_NAME', order: 'ASC', FILTER: { ACTIVE: true } }, answers: listAnswer(rowsOf(listed)) },
    error: strangerRefused,
    wrongType: { given: { FILTER: { '!DATE_REGISTER': 'no date' } }, answers: nobody },
  },
};

export const departmentChecks: MethodChecks = {
  'department.get': {
    success: { given: { sort: 'NAME', order: 'DESC' }, answers: listAnswer(rowsOf(department)) },
    error: strangerRefused,
    wrongType: { given: { ID: 'seven' }, answers: nobody },
  },
  'department.fields': {
    success: { answers: answer(departmentNames) },
    error: strangerRefused,
    wrongType: { given: { ID: 'seven' }, answers: answer(departmentNames) },
  },
};
