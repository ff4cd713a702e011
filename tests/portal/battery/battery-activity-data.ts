import type { GivenRecords } from '#portal-emulator/records/collections.ts';

export const waitingProcess = 'waiting.1.0123456789abcdef';

/** A process that waits for its robot: only the portal itself can start one. */
export const batteryActivityRecords = {
  robots: [
    {
      id: 1,
      code: 'count_margin',
      handler: 'http://127.0.0.1:4110/portal/robot',
      authUserId: 0,
      usesSubscription: true,
      name: 'Посчитать маржу',
      description: '',
      properties: {},
      returnProperties: { margin: { Name: 'Маржа', Type: 'double' } },
      documentType: ['crm', 'CCrmDocumentDeal', 'DEAL'],
      filter: {},
      usesPlacement: false,
      placementHandler: '',
    },
  ],
  robotRuns: [{ id: 1, token: waitingProcess, robotCode: 'count_margin', documentId: 'DEAL_1', isWaiting: true, values: {}, log: '' }],
} satisfies GivenRecords;
