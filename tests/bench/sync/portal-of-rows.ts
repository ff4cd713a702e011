import type { PortalActivity, PortalCall, PortalData, PortalDeal, PortalStageMove } from '#portal-emulator/portal-data.ts';
import { smallPortal, smallPortalNow } from '#support/small-portal.ts';

/** How many rows of each list the portal has; three moves, one and a half activities and as many calls a deal. */
export interface PortalSize {
  readonly deals: number;
  readonly moves: number;
  readonly activities: number;
  readonly calls: number;
}

export const sizeOf = (deals: number): PortalSize => ({ deals, moves: deals * 3, activities: deals * 1.5, calls: deals * 1.5 });

export const rowsOf = ({ deals, moves, activities, calls }: PortalSize): number => deals + moves + activities + calls;

/** The small portal's people and pipeline with very many rows; the same size gives the same rows. */
export function portalOfRows(size: PortalSize): PortalData {
  return {
    ...smallPortal(),
    leads: [],
    deals: Array.from({ length: size.deals }, (_, index) => toDeal(index, size)),
    stageHistory: Array.from({ length: size.moves }, (_, index) => toMove(index, size)),
    calls: Array.from({ length: size.calls }, (_, index) => toCall(index, size)),
    activities: Array.from({ length: size.activities }, (_, index) => toActivity(index, size)),
  };
}

/** One row in eight is gone, as in portals that are in use. */
const idAt = (index: number): number => index + 1 + Math.floor(index / 7);

const yearsMs = 2 * 365 * 86_400_000;
const instantAt = (share: number): string =>
  `${new Date(smallPortalNow.getTime() - Math.round((1 - share) * yearsMs)).toISOString().slice(0, 19)}Z`;

const semanticsOf = { NEW: 'P', PREPARATION: 'P', EXECUTING: 'P', WON: 'S', LOSE: 'F' } as const;
/** One deal in twenty is open, most of them among the newest. */
const lastStageOf = (index: number, deals: number): 'WON' | 'LOSE' | 'EXECUTING' => {
  if (index > deals * 0.96 || index % 97 === 0) return 'EXECUTING';
  return index % 3 === 0 ? 'LOSE' : 'WON';
};
const responsibleOf = (index: number): number => (index % 3) + 2;

function toDeal(index: number, { deals }: PortalSize): PortalDeal {
  const changedAt = instantAt((index + 1) / deals);
  return {
    id: idAt(index),
    title: `Сделка ${index + 1}`,
    categoryId: 0,
    stageId: lastStageOf(index, deals),
    amount: `${((index * 7919) % 90_000) + 1000}.00`,
    currency: index % 50 === 0 ? 'USD' : 'RUB',
    companyId: (index % 10) + 1,
    leadId: null,
    responsibleId: responsibleOf(index),
    createdById: 1,
    createdAt: instantAt(index / deals),
    modifiedAt: changedAt,
    movedAt: changedAt,
    closeDate: changedAt.slice(0, 10),
    isRepeat: index % 4 === 0,
  };
}

function toMove(index: number, { moves, deals }: PortalSize): PortalStageMove {
  const deal = Math.floor(index / 3);
  const stageId = (['NEW', 'PREPARATION', lastStageOf(deal, deals)] as const)[index % 3] ?? 'NEW';
  return {
    id: idAt(index),
    typeId: ([1, 2, 3] as const)[index % 3] ?? 1,
    dealId: idAt(deal),
    categoryId: 0,
    stageId,
    semantics: semanticsOf[stageId],
    at: instantAt(index / moves),
  };
}

function toCall(index: number, { calls, activities }: PortalSize): PortalCall {
  return {
    id: idAt(index),
    userId: responsibleOf(index),
    type: ([1, 2, 3] as const)[index % 3] ?? 1,
    seconds: (index * 37) % 300,
    code: index % 5 === 0 ? '304' : '200',
    startedAt: instantAt(index / calls),
    phone: '+74950000000',
    crmEntity: null,
    activityId: index < activities ? idAt(index) : null,
  };
}

function toActivity(index: number, { activities, deals }: PortalSize): PortalActivity {
  const at = instantAt(index / activities);
  return {
    id: idAt(index),
    typeId: 2,
    providerId: 'CRM_CALL',
    ownerTypeId: 2,
    ownerId: idAt(index % deals),
    responsibleId: responsibleOf(index),
    direction: index % 3 === 0 ? 2 : 1,
    isCompleted: index % 9 !== 0,
    subject: `Звонок ${index + 1}`,
    createdAt: at,
    startAt: at,
    modifiedAt: at,
    deadline: null,
  };
}
