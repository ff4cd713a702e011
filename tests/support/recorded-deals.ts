import { changeAt, type DealHistory, endedAt, outcome } from '#domain/forecast/deal-history.ts';
import { type DealFact, saveActivities, saveDeals, saveStageMoves, type StageMoveFact } from '#store/save-facts.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

const pipelineId = 77n;
const firstId = 100_000n;
/** Moscow. */
const zoneMs = 3 * 3_600_000;
const toInstant = (days: number): Date => new Date(Math.round(days * 86_400_000 - zoneMs));
const toDayText = (day: number): string | null => (Number.isNaN(day) ? null : new Date(day * 86_400_000).toISOString().slice(0, 10));
const toMinor = (amount: number): bigint => BigInt(Math.round(amount * 100));

/** Writes a generated history into a portal as its copy would have recorded it by a moment; owners get the given people in turn. */
export async function recordDeals(tx: PortalTransaction, history: DealHistory, moment: number, people: readonly bigint[]): Promise<void> {
  await tx.db.insertInto('pipeline').values({ portal_id: tx.portalId, pipeline_id: pipelineId, name: 'Продажи', sort: 10 }).execute();
  const stage = (stage_id: string, sort: number, semantics: 'P' | 'S' | 'F', win_percent: number | null) => ({
    ...{
      portal_id: tx.portalId,
      pipeline_id: pipelineId,
      stage_id,
      name: stage_id,
      sort,
      semantics,
      color: '',
      progress: null,
      win_percent,
    },
  });
  const open = history.stages.map(({ percent }, index) => stage(`G${index}`, index, 'P', Math.round(percent * 100)));
  await tx.db
    .insertInto('stage')
    .values([...open, stage('WON', 20, 'S', null), stage('LOST', 21, 'F', null)])
    .execute();
  const deals = Array.from({ length: history.count }, (_, deal) => deal).filter((deal) => history.created[deal]! <= moment);
  const facts = deals.map((deal) => toDeal(history, deal, moment, people));
  await saveDeals(tx, facts, toInstant(moment));
  await saveStageMoves(
    tx,
    deals.flatMap((deal) => toMoves(history, deal, moment)).map((move, index) => ({ ...move, move_id: firstId + BigInt(index) })),
  );
  await saveActivities(tx, listActivities(history, deals, moment, people));
  const versions = deals.flatMap((deal, index) => toVersions(history, deal, moment, facts[index]!));
  await tx.db
    .insertInto('deal_version')
    .values(versions.map((version) => ({ portal_id: tx.portalId, is_gone: false, ...version })))
    .execute();
}

function toDeal(history: DealHistory, deal: number, moment: number, people: readonly bigint[]): DealFact {
  const stageAt = changeAt(history.stage, deal, moment);
  const end = endedAt(history, deal, moment);
  const moved = end < Infinity ? end : history.stage.at[stageAt]!;
  const isWon = end < Infinity && history.outcome[deal] === outcome.won;
  return {
    deal_id: firstId + BigInt(deal),
    pipeline_id: pipelineId,
    stage_id: end === Infinity ? `G${history.stage.value[stageAt]}` : isWon ? 'WON' : 'LOST',
    semantics: end === Infinity ? 'P' : isWon ? 'S' : 'F',
    amount_minor: toMinor(history.amount.value[changeAt(history.amount, deal, moment)]!),
    currency: 'RUB',
    base_minor: toMinor(history.amount.value[changeAt(history.amount, deal, moment)]!),
    responsible_id: people[history.owner.value[deal]! % people.length]!,
    created_at: toInstant(history.created[deal]!),
    modified_at: toInstant(moved),
    moved_at: toInstant(moved),
    close_day: toDayText(history.closeDate.value[changeAt(history.closeDate, deal, moment)]!),
    is_repeat: history.category[deal] === 1,
    company_id: null,
    lead_id: null,
  };
}

function toMoves(history: DealHistory, deal: number, moment: number): Omit<StageMoveFact, 'move_id'>[] {
  const end = endedAt(history, deal, moment);
  const base = { deal_id: firstId + BigInt(deal), pipeline_id: pipelineId };
  const moves: Omit<StageMoveFact, 'move_id'>[] = [];
  for (
    let at = history.stage.start[deal]!;
    at < history.stage.start[deal + 1]! && history.stage.at[at]! <= Math.min(moment, end);
    at += 1
  ) {
    moves.push({ ...base, kind: 2, stage_id: `G${history.stage.value[at]}`, semantics: 'P', moved_at: toInstant(history.stage.at[at]!) });
  }
  if (end === Infinity) return moves;
  const isWon = history.outcome[deal] === outcome.won;
  return [...moves, { ...base, kind: 3, stage_id: isWon ? 'WON' : 'LOST', semantics: isWon ? 'S' : 'F', moved_at: toInstant(end) }];
}

function listActivities(history: DealHistory, deals: readonly number[], moment: number, people: readonly bigint[]) {
  const { start, at } = history.activity;
  const touches = deals.flatMap((deal) => Array.from(at.subarray(start[deal], start[deal + 1]), (touch) => ({ deal, touch })));
  return touches
    .filter(({ touch }) => touch <= moment)
    .map(({ deal, touch }, index) => ({
      ...{ activity_id: firstId + BigInt(index), kind: 4, provider: '', owner_kind: 2, owner_id: firstId + BigInt(deal) },
      ...{ responsible_id: people[0]!, direction: 0, is_completed: true, started_at: toInstant(touch), modified_at: toInstant(touch) },
    }));
}

/** What the deal was at its creation and after each change of the amount or the date; nothing for one that never changed. */
function toVersions(history: DealHistory, deal: number, moment: number, fact: DealFact) {
  const momentsOf = ({ start, at }: DealHistory['amount']): number[] => [...at.subarray(start[deal], start[deal + 1])];
  const moments = [...new Set([...momentsOf(history.amount), ...momentsOf(history.closeDate)])]
    .filter((at) => at <= moment)
    .sort((a, b) => a - b);
  if (moments.length < 2) return [];
  return moments.map((at) => ({
    ...{ deal_id: fact.deal_id, seen_at: toInstant(at), pipeline_id: pipelineId, stage_id: fact.stage_id, semantics: fact.semantics },
    ...{ amount_minor: toMinor(history.amount.value[changeAt(history.amount, deal, at)]!), currency: 'RUB' },
    base_minor: toMinor(history.amount.value[changeAt(history.amount, deal, at)]!),
    responsible_id: fact.responsible_id,
    close_day: toDayText(history.closeDate.value[changeAt(history.closeDate, deal, at)]!),
  }));
}
