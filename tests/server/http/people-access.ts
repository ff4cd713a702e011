import { company, month, type AccessRow, type PeopleEndpoint } from './access-matrix.ts';
import type { Company } from './company-of-two-teams.ts';

const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const handover = (who: keyof Company['people']): Record<string, unknown> => ({
  month,
  kind: 'left',
  userId: String(company.people[who]),
  basis: 'workdays',
  split: 'equal',
  to: [String(company.people.colleague)],
});

/** Rows of the access matrix about changes of people and acting heads; the order of actors is the same. */
export const peopleAccess: Readonly<Record<PeopleEndpoint, readonly AccessRow[]>> = {
  listPeopleChanges: [
    {
      about: 'as far as they may see',
      request: () => ({ month }),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  previewHandover: [
    {
      about: 'of the employee, whose work goes on',
      request: () => handover('employee'),
      expected: '401 401 403 401 403 403 403 404 404 404 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the head',
      request: () => handover('head'),
      expected: '401 401 403 401 403 403 403 403 404 404 401 403',
      fromAbroad: '403',
    },
  ],
  listActingHeads: [
    {
      about: 'as far as they may see',
      request: () => ({}),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  appointActingHead: [
    {
      about: 'for the head of the first team, in the past',
      request: () => ({ departmentId: String(company.team), actingId: String(company.people.colleague), fromDay: '2020-01-01' }),
      expected: '401 401 403 401 403 403 403 400 400 400 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
  ],
  endActingHead: [
    {
      about: 'that there is not',
      request: () => ({ id: someUuid }),
      expected: '401 401 403 401 403 403 404 404 404 404 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
};
