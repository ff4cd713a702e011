import { company, month, type AccessRow, type NumbersEndpoint } from './access-matrix.ts';

const employee = `person:${company.people.employee}`;
const head = `person:${company.people.head}`;

/** Rows of the access matrix about the workspace's numbers; the order of actors is the same. */
export const numbersAccess: Readonly<Record<NumbersEndpoint, readonly AccessRow[]>> = {
  getOverview: [
    { about: 'of their own', request: () => ({ month }), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the first team',
      request: () => ({ month, scope: `department:${company.team}` }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the head',
      request: () => ({ month, scope: head }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of a department there is not',
      request: () => ({ month, scope: 'department:999' }),
      expected: '401 401 403 401 403 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  getAttention: [
    { about: 'of their own', request: () => ({ month }), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the first team',
      request: () => ({ month, scope: `department:${company.team}` }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the head',
      request: () => ({ month, scope: head }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of a department there is not',
      request: () => ({ month, scope: 'department:999' }),
      expected: '401 401 403 401 403 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  getDrillDown: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company', measure: 'fact' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the first team',
      request: () => ({ month, scope: `department:${company.team}`, measure: 'open' }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee, measure: 'calls' }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  askAccess: [
    { about: 'for themselves', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  putGuideSeen: [
    {
      about: 'of their own',
      request: () => ({ guide: 'tour' }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
};
