import { company, month, type AccessRow, type SheetActEndpoint } from './access-matrix.ts';
import type { Company } from './company-of-two-teams.ts';

const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const someHash = 'a'.repeat(64);
const sheetOf = (who: keyof Company['people']): Record<string, unknown> => ({ month, version: 1, userId: String(company.people[who]) });

/** Rows of the access matrix about acts on sheets; the order of actors is the same. */
export const sheetAccess: Readonly<Record<SheetActEndpoint, readonly AccessRow[]>> = {
  listMyPlans: [
    { about: 'of their own', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  getSheet: [
    {
      about: 'of the employee',
      request: () => sheetOf('employee'),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'that was never sent',
      request: () => ({ ...sheetOf('employee'), version: 77 }),
      expected: '401 401 403 401 404 403 403 404 404 404 401 403',
      fromAbroad: '403',
    },
  ],
  openSheet: [
    {
      about: 'of the employee',
      request: () => sheetOf('employee'),
      expected: '401 401 403 401 200 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  signSheet: [
    {
      about: 'of the employee with a made-up challenge',
      request: () => ({ ...sheetOf('employee'), challengeId: someUuid, planHash: someHash, decision: 'signed' }),
      expected: '401 401 403 401 409 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  listSigning: [
    {
      about: 'as far as they may see',
      request: () => ({ month }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  readSheet: [
    {
      about: 'of the employee',
      request: () => sheetOf('employee'),
      // It was opened before, by whom alone it may be.
      expected: '401 401 403 401 200 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  writeAboutSheet: [
    {
      about: 'of the employee, as the two and the heads above',
      request: () => ({ ...sheetOf('employee'), text: 'Учтён ли отпуск?' }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  saveBreakdown: [
    {
      about: 'of the employee, without weeks',
      request: () => ({ ...sheetOf('employee'), weeks: [], clients: [] }),
      expected: '401 401 403 401 400 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  listSheetClients: [
    {
      about: 'of the employee',
      request: () => sheetOf('employee'),
      expected: '401 401 403 401 200 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
  ],
  replyToSheet: [
    {
      about: 'of the employee, who has not decided',
      request: () => ({ ...sheetOf('employee'), text: 'Учтём' }),
      expected: '401 401 403 401 403 403 403 409 409 409 401 403',
      fromAbroad: '403',
    },
  ],
  recordPaper: [
    {
      about: 'of a sheet that was never sent',
      request: () => ({ ...sheetOf('employee'), version: 77, scanSha256: someHash, witnesses: ['Анна', 'Пётр'] }),
      expected: '401 401 403 401 403 403 403 404 404 404 401 403',
      fromAbroad: '403',
    },
  ],
  remindPeople: [
    {
      about: 'of the second team',
      request: () => ({ month, userIds: [String(company.people.stranger)] }),
      expected: '401 401 403 401 403 403 404 404 404 404 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
  getSigningRules: [
    { about: 'as they are', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  putSigningRules: [
    {
      about: 'as they are',
      request: () => ({ level: 'L1', isBreakdownRequired: false, answerWorkdays: 3, remindEveryWorkdays: 2, escalateAfterWorkdays: 1 }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  getSigningPin: [
    { about: 'their own', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  setSigningPin: [
    {
      about: 'their own, with another agreement',
      request: () => ({ pin: '702418', agreementHash: someHash }),
      expected: '401 401 409 401 409 409 409 409 409 409 401 403',
      fromAbroad: '409',
    },
  ],
  listSigningPins: [
    {
      about: 'of everybody',
      request: () => ({}),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  listErasures: [
    {
      about: 'of everybody who left',
      request: () => ({}),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  erasePerson: [
    {
      about: 'of the employee, who still works',
      request: () => ({ userId: String(company.people.employee), basis: 'other' }),
      expected: '401 401 403 401 403 403 403 403 403 409 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
  ],
  resetSigningPin: [
    {
      about: 'of the employee, who has none',
      request: () => ({ userId: String(company.people.employee) }),
      expected: '401 401 403 401 403 403 403 403 403 409 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
  ],
};
