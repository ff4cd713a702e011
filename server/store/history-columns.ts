import type { DealHistory, HistoryStage } from '#domain/forecast/deal-history.ts';
import { createGrowingChanges, createGrowingColumn, type GrowingChanges, type GrowingColumn } from './growing-column.ts';

export interface ForecastInputs {
  readonly history: DealHistory;
  /** Person of each owner number. */
  readonly ownerIds: readonly bigint[];
}

export interface DealInput {
  readonly dealId: bigint;
  readonly created: number;
  readonly closed: number | null;
  readonly outcome: number;
  readonly amount: number;
  readonly ownerId: bigint;
  readonly stage: string;
  readonly closeDay: number | null;
  readonly category: number;
}

export interface VersionInput {
  readonly dealId: bigint;
  readonly at: number;
  readonly amount: number;
  readonly ownerId: bigint;
  readonly closeDay: number | null;
}

export interface MoveInput {
  readonly dealId: bigint;
  readonly at: number;
  readonly stage: string;
}

/** What happened to the deals of one page. */
export interface HistoryPage {
  readonly versions: ReadonlyMap<bigint, readonly VersionInput[]>;
  readonly moves: ReadonlyMap<bigint, readonly MoveInput[]>;
  readonly activities: ReadonlyMap<bigint, readonly { readonly at: number }[]>;
}

/** Gathers deals as columns, page after page. */
export function createHistoryColumns(stages: ReadonlyMap<string, HistoryStage>): HistoryColumns {
  const numbers = { stages: new Map([...stages.keys()].map((key, index) => [key, index])), owners: new Map<bigint, number>() };
  const columns = createColumns();
  return {
    add: (deals, page) => {
      for (const deal of deals) addDeal(columns, numbers, deal, page);
    },
    finish: () => ({
      ownerIds: [...numbers.owners.keys()],
      history: {
        count: columns.created.size(),
        owners: numbers.owners.size,
        categories: 2,
        stages: [...stages.values()],
        created: columns.created.finish(),
        closed: columns.closed.finish(),
        outcome: Uint8Array.from(columns.outcome.finish()),
        finalAmount: columns.finalAmount.finish(),
        category: Int32Array.from(columns.category.finish()),
        owner: columns.owner.finish(),
        stage: columns.stage.finish(),
        amount: columns.amount.finish(),
        closeDate: columns.closeDate.finish(),
        activity: columns.activity.finish(),
      },
    }),
  };
}

export interface HistoryColumns {
  readonly add: (deals: readonly DealInput[], page: HistoryPage) => void;
  readonly finish: () => ForecastInputs;
}

type Columns = Readonly<
  Record<'created' | 'closed' | 'outcome' | 'finalAmount' | 'category', GrowingColumn> &
    Record<'owner' | 'stage' | 'amount' | 'closeDate' | 'activity', GrowingChanges>
>;

function createColumns(): Columns {
  return {
    created: createGrowingColumn(),
    closed: createGrowingColumn(),
    outcome: createGrowingColumn(),
    finalAmount: createGrowingColumn(),
    category: createGrowingColumn(),
    owner: createGrowingChanges(),
    stage: createGrowingChanges(),
    amount: createGrowingChanges(),
    closeDate: createGrowingChanges(),
    activity: createGrowingChanges({ keepsEqual: true }),
  };
}

interface Numbers {
  readonly stages: ReadonlyMap<string, number>;
  readonly owners: Map<bigint, number>;
}

function addDeal(columns: Columns, numbers: Numbers, deal: DealInput, { versions, moves, activities }: HistoryPage): void {
  columns.created.push(deal.created);
  columns.closed.push(deal.closed ?? NaN);
  columns.outcome.push(deal.outcome);
  columns.finalAmount.push(deal.outcome === 1 ? deal.amount : NaN);
  columns.category.push(deal.category);
  for (const name of ['owner', 'stage', 'amount', 'closeDate', 'activity'] as const) columns[name].begin();
  // Before the first version the deal was as that one has it; a deal without versions has never changed.
  const known = versions.get(deal.dealId) ?? [{ ...deal, at: deal.created }];
  known.forEach((version, index) => {
    const at = index === 0 ? deal.created : version.at;
    columns.owner.add(at, numberOf(numbers.owners, version.ownerId));
    columns.amount.add(at, version.amount);
    columns.closeDate.add(at, version.closeDay ?? NaN);
  });
  const moved = moves.get(deal.dealId) ?? [{ at: deal.created, stage: deal.stage }];
  for (const move of moved) columns.stage.add(move.at, numbers.stages.get(move.stage) ?? NaN);
  for (const { at } of activities.get(deal.dealId) ?? []) columns.activity.add(at, 1);
}

function numberOf(owners: Map<bigint, number>, id: bigint): number {
  const number = owners.get(id) ?? owners.size;
  owners.set(id, number);
  return number;
}
