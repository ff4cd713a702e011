import { company, type AccessRow, type IntensityEndpoint } from './access-matrix.ts';

const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const employee = `person:${company.people.employee}`;
const everybody = '401 401 200 401 200 200 200 200 200 200 401 403';
const meetingRule = { entity: 'activity', kinds: ['meeting', 'todo'], date: 'start' };
const ofEmployee = '401 401 403 401 200 403 403 200 200 200 401 403';
const heads = '401 401 403 401 403 403 200 200 200 200 401 403';
const rules = {
  ...{ normPercent: 70, days: 3, frequency: 2, mads: 2, deviations: 1.9, silentDays: 3 },
  ...{ silentBy: '13:00', cooldownDays: 15, fewestDays: 20 },
};

/** Rows of the access matrix about activity; the order of actors is the same. */
export const intensityAccess: Readonly<Record<IntensityEndpoint, readonly AccessRow[]>> = {
  getIntensity: [
    { about: 'of their own', request: () => ({}), expected: everybody, fromAbroad: '200' },
    {
      about: 'of the company',
      request: () => ({ scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  listActivity: [
    {
      about: 'of the employee',
      request: () => ({ metric: 'calls', period: 'month', day: '2026-11-10', scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getProvenance: [
    { about: 'of their own', request: () => ({}), expected: everybody, fromAbroad: '200' },
    {
      about: 'of the employee',
      request: () => ({ scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getActivityReport: [
    { about: 'of their own', request: () => ({}), expected: everybody, fromAbroad: '200' },
    { about: 'of the employee', request: () => ({ scope: employee }), expected: ofEmployee, fromAbroad: '403' },
  ],
  putReportRules: [
    {
      about: 'both',
      request: () => ({ daily: true, weekly: true }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
  ],
  getRelationships: [
    { about: 'of their own', request: () => ({}), expected: everybody, fromAbroad: '200' },
    { about: 'of the employee', request: () => ({ scope: employee }), expected: ofEmployee, fromAbroad: '403' },
  ],
  listRelationships: [
    {
      about: 'of the employee',
      request: () => ({ group: 'regular', period: 'month', day: '2026-11-10', scope: employee }),
      expected: ofEmployee,
      fromAbroad: '403',
    },
  ],
  getMetricRules: [{ about: 'as they are', request: () => ({}), expected: heads, fromAbroad: '403 403 200 200 200 200' }],
  previewMetricRule: [
    {
      about: 'of meetings',
      request: () => ({ metric: 'meetings', rule: meetingRule }),
      expected: heads,
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  putMetricRule: [
    {
      about: 'of meetings',
      request: () => ({ metric: 'meetings', rule: meetingRule }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  getRelationshipField: [{ about: 'as it is', request: () => ({}), expected: heads, fromAbroad: '403 403 200 200 200 200' }],
  putRelationshipField: [
    {
      about: 'from sales',
      request: () => ({ field: null, types: {} }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  getTaskControl: [
    { about: 'of their own', request: () => ({}), expected: everybody, fromAbroad: '200' },
    { about: 'of the employee', request: () => ({ scope: employee }), expected: ofEmployee, fromAbroad: '403' },
  ],
  listControlledTasks: [
    {
      about: 'of the employee',
      request: () => ({ group: 'overdue', period: 'month', day: '2026-11-10', scope: employee }),
      expected: ofEmployee,
      fromAbroad: '403',
    },
  ],
  putTaskCheck: [
    {
      about: 'that there is not',
      request: () => ({ taskId: '999999', checkOn: '2026-12-20' }),
      expected: '401 401 403 401 403 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  getCrmOrder: [
    { about: 'of their own', request: () => ({}), expected: everybody, fromAbroad: '200' },
    { about: 'of the employee', request: () => ({ scope: employee }), expected: ofEmployee, fromAbroad: '403' },
  ],
  listCrmOrder: [
    { about: 'of the employee', request: () => ({ check: 'no-amount', scope: employee }), expected: ofEmployee, fromAbroad: '403' },
  ],
  listNorms: [{ about: 'as far as they may see', request: () => ({}), expected: heads, fromAbroad: '403 403 200 200 200 200' }],
  getNormSuggestions: [
    { about: 'for sellers', request: () => ({ profileId: 'seller' }), expected: heads, fromAbroad: '403 403 200 200 200 200' },
  ],
  putNormLines: [
    {
      about: 'of a metric there is not',
      request: () => ({
        profileId: 'seller',
        fromDay: '2026-11-01',
        lines: [{ metric: 'no-such-thing', weekdays: [1, 1, 1, 1, 1, 0, 0], weight: 100, cap: null }],
      }),
      expected: '401 401 403 401 403 403 403 403 400 400 401 403',
      fromAbroad: '403 403 403 403 400 400',
    },
  ],
  putNormPerson: [
    {
      about: 'of the employee, by a profile there is not',
      request: () => ({ userId: String(company.people.employee), fromDay: '2026-11-01', profileId: 'no-profile', workPercent: 100 }),
      expected: '401 401 403 401 403 403 403 404 404 404 401 403',
      fromAbroad: '403',
    },
  ],
  getMyDay: [{ about: 'of their own', request: () => ({}), expected: everybody, fromAbroad: '200' }],
  listAlerts: [{ about: 'as far as they may see', request: () => ({}), expected: everybody, fromAbroad: '200' }],
  checkAlerts: [{ about: 'now', request: () => ({}), expected: heads, fromAbroad: '403 403 200 200 200 200' }],
  putAlertRules: [
    {
      about: 'as usual',
      request: () => rules,
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
  ],
  getAlertRules: [{ about: 'as they are', request: () => ({}), expected: heads, fromAbroad: '403 403 200 200 200 200' }],
  previewAlertRules: [{ about: 'as usual', request: () => rules, expected: heads, fromAbroad: '403 403 200 200 200 200' }],
  dropAlertRules: [
    {
      about: 'of sellers',
      request: () => ({ profileId: 'seller' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
  ],
  answerAlert: [
    {
      about: 'that there is not',
      request: () => ({ alertId: someUuid, kind: 'talk', words: '', deadline: '2026-11-20', checkOn: '2026-11-27' }),
      expected: '401 401 403 401 403 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
};
