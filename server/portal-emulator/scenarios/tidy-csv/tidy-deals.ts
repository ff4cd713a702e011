import type { PortalActivity, PortalDeal, PortalStageMove, PortalStatus } from '../../portal-data.ts';
import type { DealRow, StageRow, TidyRows } from './csv-rows.ts';
import { userIdOf } from './generated-people.ts';

/** What the rows become: the instant everything ends at, the zone's clock and the one currency. */
interface TidyFrame {
  readonly nowMs: number;
  readonly toMs: (wallClock: string) => number;
  readonly currency: string;
}

interface TidyDeals {
  readonly deals: PortalDeal[];
  readonly stageHistory: PortalStageMove[];
  readonly activities: PortalActivity[];
}

/** The pipeline of a log: its stages with their percent in the name, then won and lost. */
export function tidyStatuses(stages: readonly StageRow[]): PortalStatus[] {
  const percents = new Map(stages.map(({ stage, percent }) => [stage, percent]));
  const open = [...percents]
    .sort(([left], [right]) => left - right)
    .map(([stage, percent]) =>
      status(openStageId(stage), `Этап ${stage + 1} · ${Math.round(percent * 1000) / 10}\u202f%`.replace('.', ','), 'P', '#35C8F0'),
    );
  return [...open, status('WON', 'Выиграна', 'S', '#3FA572'), status('LOSE', 'Проиграна', 'F', '#E8504F')].map((row, index) => ({
    ...row,
    sort: (index + 1) * 10,
  }));
}

/** Deals, history and calls as a portal would have known them at `nowMs`; numbers are shifted by one. */
export function tidyDeals(rows: TidyRows, frame: TidyFrame): TidyDeals {
  const { toMs, nowMs } = frame;
  const known = <Row extends { id: number; ts: string }>(table: readonly Row[]) =>
    Map.groupBy(
      table
        .map((row) => ({ ...row, at: toMs(row.ts) }))
        .filter(({ at }) => at <= nowMs)
        .sort((left, right) => left.at - right.at),
      ({ id }) => id,
    );
  const stages = known(rows.stages);
  const amounts = known(rows.amounts);
  const closeDates = known(rows.closeDates);
  const begun = rows.deals.filter(({ created }) => toMs(created) <= nowMs);
  const firstStage = rows.stages.reduce((lowest, { stage }) => Math.min(lowest, stage), rows.stages[0]?.stage ?? 0);
  const moves = new Map(begun.map((deal) => [deal.id, movesOf(deal, stages.get(deal.id) ?? [], firstStage, frame)]));
  return {
    deals: begun.map((deal) => {
      const touched = [...(amounts.get(deal.id) ?? []), ...(closeDates.get(deal.id) ?? [])].map(({ at }) => at);
      const amount = Number(amounts.get(deal.id)?.at(-1)?.amount ?? 0).toFixed(2);
      const closeDate = closeDates.get(deal.id)?.at(-1)?.expected_close ?? null;
      return toDeal(deal, moves.get(deal.id) ?? [], { amount, closeDate, touched }, frame);
    }),
    stageHistory: numbered([...moves.values()].flat()).map(({ at, ...move }) => ({ ...move, at: toInstant(at) })),
    activities: toActivities(begun, known(rows.activities)),
  };
}

type Move = Omit<PortalStageMove, 'id' | 'at'> & { readonly at: number };

function movesOf(deal: DealRow, stages: readonly { stage: number; at: number }[], firstStage: number, { toMs, nowMs }: TidyFrame): Move[] {
  const createdAt = toMs(deal.created);
  const closedAt = deal.closed === null ? Infinity : toMs(deal.closed);
  const passed = stages.filter(({ at }) => at <= closedAt);
  const path = passed.length === 0 ? [{ stage: firstStage, at: createdAt }] : passed;
  const steps = path.map(({ stage, at }, index): Move => ({ ...move(deal, openStageId(stage), 'P', at), typeId: index === 0 ? 1 : 2 }));
  if (closedAt > nowMs || deal.outcome === 'open') return steps;
  const isWon = deal.outcome === 'won';
  return [...steps, { ...move(deal, isWon ? 'WON' : 'LOSE', isWon ? 'S' : 'F', closedAt), typeId: 3 }];
}

function move(deal: DealRow, stageId: string, semantics: 'P' | 'S' | 'F', at: number) {
  return { dealId: deal.id + 1, categoryId: 0, stageId, semantics, at };
}

function toDeal(
  deal: DealRow,
  moves: readonly Move[],
  set: { amount: string; closeDate: string | null; touched: readonly number[] },
  { toMs, currency }: TidyFrame,
): PortalDeal {
  const last = moves.at(-1);
  const createdAt = toMs(deal.created);
  const movedAt = last?.at ?? createdAt;
  return {
    id: deal.id + 1,
    title: `Сделка ${deal.id + 1}`,
    categoryId: 0,
    stageId: last?.stageId ?? openStageId(0),
    amount: set.amount,
    currency,
    companyId: null,
    leadId: null,
    responsibleId: userIdOf(deal.owner),
    createdById: userIdOf(deal.owner),
    createdAt: toInstant(createdAt),
    modifiedAt: toInstant(Math.max(movedAt, createdAt, ...set.touched)),
    movedAt: toInstant(movedAt),
    closeDate: set.closeDate,
    isRepeat: false,
  };
}

/** Calls of unknown length: activities without rows of telephony. */
function toActivities(deals: readonly DealRow[], touches: ReadonlyMap<number, readonly { at: number }[]>): PortalActivity[] {
  const calls = deals.flatMap((deal) => (touches.get(deal.id) ?? []).map(({ at }) => ({ deal, at })));
  return numbered(calls).map(({ id, deal, at }) => ({
    id,
    typeId: 2,
    providerId: 'VOXIMPLANT_CALL',
    ownerTypeId: 2,
    ownerId: deal.id + 1,
    responsibleId: userIdOf(deal.owner),
    direction: 2,
    isCompleted: true,
    subject: 'Звонок',
    createdAt: toInstant(at),
    startAt: toInstant(at),
    modifiedAt: toInstant(at),
    deadline: null,
  }));
}

function numbered<Row extends { readonly at: number }>(rows: readonly Row[]): (Row & { id: number })[] {
  return rows.toSorted((left, right) => left.at - right.at).map((row, index) => ({ ...row, id: index + 1 }));
}

function openStageId(stage: number): string {
  return stage === 0 ? 'NEW' : `STAGE_${stage + 1}`;
}

function status(statusId: string, name: string, semantics: 'P' | 'S' | 'F', color: string): PortalStatus {
  return { entityId: 'DEAL_STAGE', statusId, name, sort: 0, semantics, color };
}

function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}
