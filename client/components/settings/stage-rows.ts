import type { StagePipeline, StageSetting as ShownStage } from '#contract/stage-settings.ts';
import { fromDecimal, toDecimal } from '#domain/money.ts';
import { enoughDeals, percentByHistory } from '#domain/stage-history.ts';
import { listFallingChances, type StageSetting } from '#domain/stage-setting.ts';

export interface StageRow {
  readonly shown: ShownStage;
  /** Of an open stage as it stands on the screen; null for won and lost ones. */
  readonly draft: StageSetting | null;
  readonly chance: number;
  /** Few closed deals: the history shares its word with the table. */
  readonly isThin: boolean;
  /** The chance that is saved, where the screen has another one. */
  readonly before: number | null;
}

export function stageRows(pipeline: StagePipeline, draft: readonly StageSetting[]): StageRow[] {
  return pipeline.stages.map((shown) => {
    const own = draft.find(({ stageId }) => stageId === shown.stageId) ?? null;
    const chance = own === null ? shown.inForecast : draftChance(own, shown);
    return {
      shown,
      draft: own,
      chance,
      isThin: shown.history !== null && shown.history.entered < enoughDeals,
      before: chance === shown.inForecast ? null : shown.inForecast,
    };
  });
}

function draftChance(stage: StageSetting, { history }: ShownStage): number {
  if (stage.source === 'hand') return stage.handPercent ?? 0;
  return stage.source === 'history' ? percentByHistory(history ?? { entered: 0, won: 0 }, stage.tablePercent) : stage.tablePercent;
}

export type StageCheck =
  | { readonly kind: 'progress-grows' | 'ends-fixed' | 'chances-grow'; readonly isGood: true }
  | { readonly kind: 'progress-falls' | 'chance-falls'; readonly isGood: false; readonly name: string }
  | { readonly kind: 'thin'; readonly isGood: false; readonly name: string; readonly deals: number; readonly percent: number };

/** What is in order, and what is worth a look. */
export function checkStages(rows: readonly StageRow[]): StageCheck[] {
  const open = rows.filter((row) => row.draft !== null);
  const nameAt = (at: number | undefined): string => (at === undefined ? '' : (open[at]?.shown.name ?? ''));
  const fallen = open.findIndex((row, at) => at > 0 && (row.draft?.progress ?? 0) < (open[at - 1]?.draft?.progress ?? 0));
  const [falling] = listFallingChances(open.map(({ chance }) => chance));
  return [
    fallen === -1 ? { kind: 'progress-grows', isGood: true } : { kind: 'progress-falls', isGood: false, name: nameAt(fallen) },
    { kind: 'ends-fixed', isGood: true },
    falling === undefined ? { kind: 'chances-grow', isGood: true } : { kind: 'chance-falls', isGood: false, name: nameAt(falling) },
    ...open.flatMap(({ shown, draft, isThin, chance }): StageCheck[] =>
      isThin && draft?.source === 'history'
        ? [{ kind: 'thin', isGood: false, name: shown.name, deals: shown.history?.entered ?? 0, percent: chance }]
        : [],
    ),
  ];
}

/** Sums are compared, so four places are enough for every currency. */
const digits = 4;

/** What the open deals that are due this month weigh by the saved chances, and by those on the screen. */
export function effectOf(rows: readonly StageRow[]): { now: string; after: string; difference: string; isUp: boolean } {
  const open = rows.filter(({ shown }) => shown.kind === 'open');
  const now = weigh(open, ({ shown }) => (shown.category === 'omitted' ? 0 : shown.inForecast));
  const after = weigh(open, ({ draft, chance }) => (draft?.category === 'omitted' ? 0 : chance));
  return { now: toDecimal(now, digits), after: toDecimal(after, digits), difference: toDecimal(after - now, digits), isUp: after >= now };
}

function weigh(rows: readonly StageRow[], percentOf: (row: StageRow) => number): bigint {
  return rows.reduce((total, row) => total + fromDecimal(row.shown.due, digits) * BigInt(percentOf(row)), 0n) / 100n;
}
