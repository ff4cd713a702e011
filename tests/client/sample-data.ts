import type { PlanSheet, Receipt } from '#contract/acknowledgement.ts';
import type { Contacts } from '#contract/contacts.ts';
import type { DealOutlook } from '#contract/deal-outlook.ts';
import type { LeadOutlook } from '#contract/lead-outlook.ts';
import type { Boot } from '#contract/session.ts';
import type { SigningPin } from '#contract/signing-pin.ts';
import type { SyncStatus } from '#contract/sync-status.ts';

export const planHash = '7c1e4f0a92b6d35e18af63c05d2e9b71e04a8c3f6b97d2153fa80c6ed19b27f4';

export function buildBoot(change: Partial<Boot> = {}): Boot {
  return {
    build: 'b1',
    language: 'ru',
    view: 'deal-tab',
    notice: null,
    session: { token: 't', expiresAt: '2026-11-16T08:42:00.000Z' },
    viewer: {
      userId: '12',
      firstName: 'Иван',
      lastName: 'Петров',
      isAdmin: false,
      isHead: false,
      widestScope: 'person:12',
      entersMetrics: false,
      hasSeenTour: true,
    },
    portal: { memberId: 'm1', origin: 'http://localhost:3001', timeZone: 'Europe/Moscow', currency: 'RUB' },
    placement: { code: 'CRM_DEAL_DETAIL_TAB', entityId: '1847' },
    now: '2026-11-16T07:42:00.000Z',
    month: '2026-11',
    install: null,
    deal: null,
    lead: null,
    ...change,
  };
}

function buildContacts(change: Partial<Contacts> = {}): Contacts {
  return {
    weeks: [
      { from: '2026-11-02', calls: 1, meetings: 0, messages: 1 },
      { from: '2026-11-09', calls: 0, meetings: 0, messages: 0 },
      { from: '2026-11-16', calls: 1, meetings: 1, messages: 0 },
    ],
    list: [
      { at: '2026-11-16T07:00:00.000Z', kind: 'call', direction: 'in', seconds: 95 },
      { at: '2026-11-15T21:30:00.000Z', kind: 'meeting', direction: 'none', seconds: null },
      { at: '2026-11-06T08:20:00.000Z', kind: 'call', direction: 'out', seconds: 241 },
    ],
    ...change,
  };
}

export function buildDeal(change: Partial<DealOutlook> = {}): DealOutlook {
  return {
    dealId: '1847',
    state: 'open',
    responsibleId: '12',
    responsibleName: 'Иван Петров',
    ladder: [
      { stageId: 'C1:P', name: 'Переговоры', progress: 40, isPast: true, isCurrent: false },
      { stageId: 'C1:D', name: 'Договор', progress: 60, isPast: false, isCurrent: true },
      { stageId: 'C1:S', name: 'Счёт', progress: 70, isPast: false, isCurrent: false },
    ],
    stageName: 'Договор',
    progress: 60,
    nextStage: { name: 'Счёт', progress: 70 },
    daysOnStage: 9,
    usualDays: { days: 6, deals: 41 },
    percent: 60,
    learned: null,
    closeDays: ['2026-11-27'],
    pushes: 0,
    nextStep: null,
    month: '2026-11',
    lastDay: '2026-11-30',
    amount: '2400000.00',
    weighted: '1440000.00',
    currency: 'RUB',
    counts: 'expected-this-month',
    category: 'best',
    judgements: null,
    person: { name: 'Иван Петров', plan: '4460000.00', fact: '1620000.00', before: 0.363, after: 0.901, adds: 0.538, addsWeighted: 0.323 },
    department: {
      name: 'Оптовые продажи',
      plan: '19000000.00',
      fact: '7740000.00',
      before: 0.407,
      after: 0.534,
      adds: 0.126,
      addsWeighted: 0.076,
    },
    closeDay: '2026-11-27',
    lastTouch: { at: '2026-11-06T08:20:00.000Z', direction: 'out', seconds: 241, days: 10 },
    contacts: buildContacts(),
    callsAt: '2026-11-16T07:29:00.000Z',
    factsAt: '2026-11-16T07:42:00.000Z',
    waitingPlan: { month: '2026-12', version: 3, state: 'sent', signBefore: '2026-11-20' },
    ...change,
  };
}

export function buildLead(change: Partial<LeadOutlook> = {}): LeadOutlook {
  return {
    leadId: '55',
    month: '2026-11',
    currency: 'RUB',
    plan: '4460000.00',
    fact: '1620000.00',
    attainment: 0.363,
    calls: { today: 7, norm: 20, seconds: 30, source: 'statistics' },
    lastTouch: { at: '2026-11-15T08:20:00.000Z', direction: 'in', days: 1 },
    touches: 3,
    processing: {
      createdAt: '2026-11-13T07:00:00.000Z',
      touchedAt: '2026-11-13T07:34:00.000Z',
      minutes: 34,
      normMinutes: 60,
      state: 'in-time',
    },
    contacts: buildContacts(),
    factsAt: '2026-11-16T07:42:00.000Z',
    callsAt: '2026-11-16T07:29:00.000Z',
    waitingPlan: null,
    ...change,
  };
}

export function buildSync(change: Partial<SyncStatus> = {}): SyncStatus {
  return {
    state: 'loading',
    isMonthReady: change.state === 'ready',
    rows: 60_680,
    expectedRows: 96_318,
    rowsPerSecond: 40,
    secondsLeft: 830,
    entities: [{ entity: 'deals', state: 'loading', rows: 600, expectedRows: 900, rejected: 0, rejectedRows: [] }],
    startedAt: '2026-11-16T07:00:00.000Z',
    finishedAt: null,
    updatedAt: '2026-11-16T07:42:00.000Z',
    failure: null,
    freshness: {
      now: '2026-11-16T07:42:00.000Z',
      dealsAt: '2026-11-16T07:42:00.000Z',
      callsAt: '2026-11-16T07:29:00.000Z',
      delays: [],
    },
    ...change,
  };
}

export function buildSheet(change: Partial<PlanSheet> = {}): PlanSheet {
  return {
    month: '2026-12',
    version: 3,
    userId: '12',
    personName: 'Иван Петров',
    departmentName: 'Оптовые продажи',
    companyName: 'ООО «Снабсервис»',
    authorName: 'Марина Ковалёва',
    publishedAt: '2026-11-13T12:00:00.000Z',
    currency: 'RUB',
    workdays: 22,
    effectiveFrom: '2026-12-01',
    isRetroactive: false,
    signBefore: '2026-11-20',
    callSeconds: 30,
    targets: [
      { metric: 'revenue', value: '4600000.00', was: '4800000.00' },
      { metric: 'calls', value: '20', was: '22' },
    ],
    parts: [],
    dimensionNames: {},
    weeks: [
      { from: '2026-12-01', to: '2026-12-18', workdays: 14, value: '2900000.00' },
      { from: '2026-12-21', to: '2026-12-31', workdays: 8, value: '1700000.00' },
    ],
    previousVersion: 2,
    previousPublishedAt: '2026-11-09T09:00:00.000Z',
    reason: 'Закупка ушла на январь.',
    rationale: 'Среднее за три месяца.',
    text: 'План на декабрь 2026',
    planHash,
    isErased: false,
    state: 'sent',
    deliveredAt: '2026-11-13T12:00:04.000Z',
    openedAt: null,
    readAt: null,
    messages: [],
    isBreakdownRequired: false,
    breakdown: null,
    receipt: null,
    reply: null,
    paper: null,
    canSign: true,
    canAnswer: false,
    ...change,
  };
}

export function buildReceipt(change: Partial<Receipt> = {}): Receipt {
  return {
    decision: 'signed',
    at: '2026-11-16T08:52:07.000Z',
    signer: 'Иван Петров',
    version: 3,
    level: 'L1',
    text: null,
    breakdownHash: null,
    replyBefore: null,
    sequence: 214,
    planHash,
    entryHash: planHash,
    previousHash: planHash,
    sealKeyId: 'k1',
    proof: null,
    ...change,
  };
}

export function buildSigningPin(change: Partial<SigningPin> = {}): SigningPin {
  return {
    isAsked: false,
    isSet: false,
    setAt: null,
    fullFrom: null,
    triesLeft: 0,
    lockedUntil: null,
    agreement: { version: 1, text: 'Соглашение', hash: planHash, acceptedAt: null },
    ...change,
  };
}
