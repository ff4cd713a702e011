import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { DealCategory } from '#contract/deal-judgements.ts';
import type { StagePipeline, StageSetting, StageSettings } from '#contract/stage-settings.ts';
import { firstDay, lastDay, monthOf, shiftMonth } from '#domain/period.ts';
import { enoughDeals, historyOfLadder, percentByHistory, rangeOf, type StageHistory } from '#domain/stage-history.ts';
import { proposeStagePercents } from '#domain/stage-percent.ts';
import { listStageFaults, type StageSetting as GivenStage, type StageSettingFault } from '#domain/stage-setting.ts';
import { AppError } from '#kernel/errors.ts';
import { listJudgedDeals, listJudgements } from '#store/deal-judgements.ts';
import { listOpenSums } from '#store/open-totals.ts';
import {
  addPercentChange,
  listPercentChanges,
  listReachedSteps,
  listStageSettings,
  saveStagePercents,
  type StoredStage,
} from '#store/stage-percents.ts';
import { listPipelines } from '#store/structure.ts';
import { readFactSource } from '../month-facts.ts';
import { fullName, type PortalContext } from '../portal-context.ts';
import { stageKey } from '#domain/stage-percent.ts';
import { createMoney } from '../wire-values.ts';

const monthsBehind = 12;
const changesShown = 20;

export async function replyStageSettings(context: PortalContext): Promise<StageSettings> {
  const ladders = await readLadders(context);
  const due = await sumDue(context);
  const pipelines: StagePipeline[] = [];
  for (const { pipelineId, name, stages } of ladders) {
    pipelines.push({
      pipelineId: String(pipelineId),
      name,
      stages: stages.map((stage) => ({ ...toWire(stage), due: due(stage.stored) })),
      changes: await readChanges(context, pipelineId, stages),
    });
  }
  return { currency: context.portal.baseCurrency, enoughDeals, pipelines };
}

/** Percents are settled when they are saved: a forecast does not move by itself between two looks at it. */
export async function replyPutStages(
  context: PortalContext,
  request: { pipelineId: string; stages: readonly GivenStage[] },
): Promise<StageSettings> {
  const ladder = (await readLadders(context)).find(({ pipelineId }) => String(pipelineId) === request.pipelineId);
  if (ladder === undefined) throw new AppError('not-found', `There is no pipeline ${request.pipelineId}`);
  const open = ladder.stages.filter(({ stored }) => stored.semantics === 'P');
  const [fault] = listStageFaults(
    open.map(({ stored }) => stored.stageId),
    request.stages,
  );
  if (fault !== undefined) throw new AppError('bad-request', words[fault]);
  const settled = request.stages.map(({ handPercent, ...stage }, at) => {
    const byHistory = percentByHistory(open[at]?.history ?? { entered: 0, won: 0 }, stage.tablePercent);
    const winPercent = stage.source === 'hand' ? (handPercent ?? 0) : stage.source === 'history' ? byHistory : stage.tablePercent;
    return { ...stage, winPercent, category: stage.category ?? open[at]?.category ?? 'pipeline' };
  });
  const changed = settled.flatMap(({ stageId, winPercent, category }, at): z.infer<typeof StoredChange> => {
    const before = open[at];
    const percents = before?.inForecast === winPercent ? {} : { from: before?.inForecast ?? 0, to: winPercent };
    const categories = before?.category === category ? {} : { fromCategory: before?.category ?? 'pipeline', toCategory: category };
    return Object.keys({ ...percents, ...categories }).length === 0 ? [] : [{ stageId, ...percents, ...categories }];
  });
  await saveStagePercents(context.tx, ladder.pipelineId, settled);
  if (changed.length > 0) {
    await addPercentChange(context.tx, {
      changeId: uuidv7(),
      pipelineId: ladder.pipelineId,
      changedAt: context.now,
      changedBy: context.session.userId,
      stages: changed,
    });
  }
  await context.changed('facts');
  return replyStageSettings(context);
}

const words: Readonly<Record<StageSettingFault, string>> = {
  'progress-falls': 'Progress does not fall from stage to stage',
  'not-every-stage': 'Every open stage of the pipeline must be named, in its order',
  'no-hand-percent': 'A percent set by hand must be given',
};

interface LadderStage {
  readonly stored: StoredStage;
  readonly progress: number | null;
  readonly tablePercent: number;
  readonly history: StageHistory | null;
  readonly inForecast: number;
  readonly category: DealCategory;
}

interface Ladder {
  readonly pipelineId: bigint;
  readonly name: string;
  readonly stages: readonly LadderStage[];
}

async function readLadders(context: PortalContext): Promise<Ladder[]> {
  const { tx, today } = context;
  const since = firstDay(shiftMonth(monthOf(today), -monthsBehind));
  const reached = Map.groupBy(await listReachedSteps(tx, await readFactSource(context), since), (row) => row.pipelineId);
  const byPipeline = Map.groupBy(await listStageSettings(tx), (stage) => stage.pipelineId);
  return (await listPipelines(tx)).map(({ pipelineId, name }) => {
    const own = byPipeline.get(pipelineId) ?? [];
    const open = own.filter(({ semantics }) => semantics === 'P');
    const histories = historyOfLadder(reached.get(pipelineId) ?? [], open.length);
    // What nobody has set is proposed by the stage's name and place.
    const proposed = proposeStagePercents(own.map((stage) => ({ ...stage, winPercent: null })));
    const stages = own.map((stored): LadderStage => {
      const { progress, winPercent: table, category } = proposed.get(stored.stageId) ?? nothingProposed;
      const tablePercent = stored.tablePercent ?? table;
      const isOpen = stored.semantics === 'P';
      return {
        stored,
        progress,
        category,
        tablePercent: isOpen ? tablePercent : table,
        history: isOpen ? (histories[open.indexOf(stored)] ?? null) : null,
        inForecast: isOpen ? (stored.winPercent ?? tablePercent) : table,
      };
    });
    return { pipelineId, name, stages };
  });
}

const nothingProposed = { progress: null, winPercent: 0, category: 'pipeline' } as const;
const kinds = { P: 'open', S: 'won', F: 'lost' } as const;

function toWire({ stored, progress, tablePercent, history, inForecast, category }: LadderStage): Omit<StageSetting, 'due'> {
  const range = history === null ? null : rangeOf(history);
  const tenth = (percent: number): number => Math.round(percent * 10) / 10;
  const source = stored.source ?? 'table';
  return {
    stageId: stored.stageId,
    name: stored.name,
    color: stored.color,
    kind: kinds[stored.semantics],
    progress,
    tablePercent,
    source,
    handPercent: source === 'hand' ? stored.winPercent : null,
    category,
    history:
      history === null || range === null
        ? null
        : { ...history, percent: tenth(range.percent), low: tenth(range.low), high: tenth(range.high) },
    byHistory: history === null ? inForecast : percentByHistory(history, tablePercent),
    inForecast,
  };
}

/** Open deals with a close date by the end of this month, those that are overdue included. */
async function sumDue(context: PortalContext): Promise<(stage: StoredStage) => string> {
  const sums = await listOpenSums(context.tx, await readFactSource(context), firstDay(monthOf(context.today)));
  const byStage = new Map<string, bigint>();
  const dealIds = [...(await listJudgements(context.tx)).keys()];
  const through = lastDay(monthOf(context.today));
  // Deals of which something is set by hand do not follow their stage.
  for (const deal of await listJudgedDeals(context.tx, await readFactSource(context), { dealIds, through, people: null })) {
    if (deal.closeDay !== null) byStage.set(stageKey(deal), (byStage.get(stageKey(deal)) ?? 0n) - deal.amount);
  }
  for (const sum of sums.filter(({ isDated }) => isDated)) byStage.set(stageKey(sum), (byStage.get(stageKey(sum)) ?? 0n) + sum.amount);
  const money = createMoney(context.portal.currencyDigits);
  return (stage) => money(byStage.get(stageKey(stage)) ?? 0n);
}

/** A stage is in it for its percent, its category or both. */
const StoredChange = z.array(
  z.object({
    stageId: z.string(),
    from: z.number().optional(),
    to: z.number().optional(),
    fromCategory: DealCategory.optional(),
    toCategory: DealCategory.optional(),
  }),
);

async function readChanges(context: PortalContext, pipelineId: bigint, stages: readonly LadderStage[]): Promise<StagePipeline['changes']> {
  const names = new Map(stages.map(({ stored }) => [stored.stageId, stored.name]));
  return (await listPercentChanges(context.tx, pipelineId, changesShown)).map(({ changedAt, changedBy, stages: changed }) => ({
    at: changedAt.toISOString(),
    by: { userId: String(changedBy), name: fullName(context.team, changedBy) },
    // A stage that the portal has deleted is told by its code.
    stages: StoredChange.parse(changed).flatMap(({ stageId, from, to }) =>
      from === undefined || to === undefined ? [] : [{ name: names.get(stageId) ?? stageId, from, to }],
    ),
    categories: StoredChange.parse(changed).flatMap(({ stageId, fromCategory: from, toCategory: to }) =>
      from === undefined || to === undefined ? [] : [{ name: names.get(stageId) ?? stageId, from, to }],
    ),
  }));
}
