import { company, month, type AccessRow, type ForecastEndpoint } from './access-matrix.ts';

const employee = `person:${company.people.employee}`;

/** Rows of the access matrix about the forecast; the order of actors is the same. */
export const forecastAccess: Readonly<Record<ForecastEndpoint, readonly AccessRow[]>> = {
  getPeriodForecast: [
    { about: 'of their own', request: () => ({ month }), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  listLearnedDeals: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getForecastChanges: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company', since: '2026-11-09' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee, since: '2026-11-09' }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
};
