import { randomBytes } from 'node:crypto';
import { describeEmulator } from '#portal-emulator/create-portal-emulator.ts';
import type { FaultName, Faults, PortalEmulator } from '#portal-emulator/emulator-options.ts';
import { openPortal } from '#portal-emulator/open-portal.ts';
import type { PortalData, PortalDeal, PortalStatus, PortalUser } from '#portal-emulator/portal-data.ts';
import type { Portal } from '#portal-emulator/portal.ts';
import { servePortals } from '#portal-emulator/serve-portals.ts';
import type { Surroundings } from '#portal-emulator/surroundings.ts';
import { appUrl, oauthOrigin, portalOrigin, registration } from '#support/portal-rig.ts';
import { smallPortal, smallPortalNow } from '#support/small-portal.ts';
import type { FaultClass, FaultLog } from './fault-log.ts';
import type { World } from './world.ts';

/** Two administrators, so that data can be read in the name of the other. */
export const admins = [1, 5] as const;
export const startMs = smallPortalNow.getTime();

export type Shares = { -readonly [Key in keyof Faults]: Faults[Key] };

/** A portal in this process, held open: people of a schedule change its rows, and the evaluation reads them. */
export interface FaultyPortal {
  readonly portal: Portal;
  readonly emulator: PortalEmulator;
  /** What goes wrong now. */
  readonly shares: Shares;
}

export interface PortalCircumstances {
  readonly seed: number;
  readonly world: World;
  readonly log: FaultLog;
  readonly skewMs: number;
  readonly carryEvent: Surroundings['carryEvent'];
}

export function openFaultyPortal({ seed, world, log, skewMs, carryEvent }: PortalCircumstances): FaultyPortal {
  const shares: Shares = { seed, clockSkewMs: skewMs, onFault: (fault) => log.fire(classOf[fault]) };
  const portal = openPortal({
    data: { ...portalOfTwoPipelines(), records: { deputyHeads: [{ id: 1, departmentId: 2, userId: deputy.id }] } },
    application: registration(appUrl),
    portalOrigin,
    oauthOrigin,
    businessClock: () => new Date(world.nowMs() + skewMs),
    memberId: randomBytes(16).toString('hex'),
    limits: 'cloud',
    stateFile: null,
    faults: shares,
    surroundings: { systemClock: world.clock, sleep: world.sleep, carryEvent },
  });
  return { portal, emulator: describeEmulator(portal, (request) => servePortals([portal], request)), shares };
}

const classOf: Readonly<Record<FaultName, FaultClass>> = {
  'refused-request': 'page of HTML, nothing done',
  'unheard-answer': 'page of HTML, work done',
  'truncated-answer': 'truncated JSON',
  'reset-before': 'reset before the work',
  'reset-after': 'reset after the work',
  'expired-token': 'token called expired',
  'slow-answer': 'slow answer',
  'lost-event': 'lost event',
  'repeated-event': 'repeated event',
  'late-event': 'reordered event',
  'tokenless-event': 'event without tokens',
};

const second: readonly PortalStatus[] = [
  { entityId: 'DEAL_STAGE_2', statusId: 'C2:NEW', name: 'Заявка', sort: 10, semantics: 'P', color: '#39A8EF' },
  { entityId: 'DEAL_STAGE_2', statusId: 'C2:WON', name: 'Продана', sort: 20, semantics: 'S', color: '#7BD500' },
  { entityId: 'DEAL_STAGE_2', statusId: 'C2:LOSE', name: 'Отказ', sort: 30, semantics: 'F', color: '#FF5752' },
];

const deputy: PortalUser = {
  id: admins[1],
  name: 'Пётр',
  lastName: 'Гаврилов',
  position: 'Второй администратор',
  isAdmin: true,
  isActive: true,
  departmentIds: [1],
  timeZone: '',
  registeredOn: '2026-08-24',
};

function portalOfTwoPipelines(): PortalData {
  const data = smallPortal();
  const inDollars = (deal: PortalDeal): PortalDeal =>
    deal.id % 9 === 0 ? { ...deal, currency: 'USD', amount: `${deal.id * 100}.55` } : deal;
  return {
    ...data,
    users: [...data.users, deputy],
    categories: [...data.categories, { id: 2, name: 'Сервис', sort: 200, isDefault: false }],
    statuses: [...data.statuses, ...second],
    deals: data.deals.map(inDollars),
  };
}
