import { type Changes, type DealHistory, outcome } from '#domain/forecast/deal-history.ts';
import { createRandom, type Random } from '#domain/forecast/random.ts';

export interface PortalSize {
  readonly deals: number;
  readonly owners: number;
  /** First day and length in days. */
  readonly from: number;
  readonly days: number;
  readonly seed: number;
}

const percents = [0, 0.1, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9];

/** A portal with a seed: deals are created evenly, stay in stages for a while, are touched, re-dated, lost or won. */
export function generatePortal({ deals, owners, from, days, seed }: PortalSize): DealHistory {
  const random = createRandom(seed);
  const columns = {
    stage: createColumn(deals, 3.5),
    amount: createColumn(deals, 1.4),
    closeDate: createColumn(deals, 2),
    activity: createColumn(deals, 5),
  };
  const created = new Float64Array(deals);
  const closed = new Float64Array(deals).fill(NaN);
  const ended = new Uint8Array(deals);
  const finalAmount = new Float64Array(deals).fill(NaN);
  const owner = new Float64Array(deals);
  const category = new Int32Array(deals);
  for (let deal = 0; deal < deals; deal += 1) {
    for (const column of Object.values(columns)) column.begin(deal);
    created[deal] = from + (days * (deal + random.uniform())) / deals;
    owner[deal] = Math.floor(random.uniform() * owners);
    category[deal] = Math.floor(random.uniform() * 4);
    const life = liveDeal(created[deal]!, random, columns);
    if (life.end < from + days) {
      closed[deal] = life.end;
      ended[deal] = life.isWon ? outcome.won : outcome.lost;
      if (life.isWon) finalAmount[deal] = life.amount;
    }
  }
  return {
    count: deals,
    owners,
    categories: 4,
    stages: percents.map((percent) => ({ percent, funnel: 0 })),
    created,
    closed,
    outcome: ended,
    finalAmount,
    category,
    owner: { start: Int32Array.from({ length: deals + 1 }, (_, index) => index), at: created, value: owner },
    stage: columns.stage.finish(),
    amount: columns.amount.finish(),
    closeDate: columns.closeDate.finish(),
    activity: columns.activity.finish(),
  };
}

type Columns = Readonly<Record<'stage' | 'amount' | 'closeDate' | 'activity', Column>>;

function liveDeal(
  created: number,
  random: Random,
  { stage, amount, closeDate, activity }: Columns,
): { end: number; isWon: boolean; amount: number } {
  const speed = 2 + 12 * random.uniform();
  let value = Math.round(Math.exp(11 + random.normal())) / 100;
  let at = created;
  amount.add(at, value);
  closeDate.add(at, Math.floor(at + speed * (3 + 4 * random.uniform())));
  for (let step = 0; step < percents.length; step += 1) {
    stage.add(at, step);
    const stay = -Math.log(random.uniform()) * speed;
    for (let touch = at + stay * random.uniform(); touch < at + stay; touch += 7) activity.add(touch, 1);
    at += stay;
    if (random.uniform() > 0.55 + 0.05 * step) return { end: at, isWon: false, amount: value };
    if (random.uniform() < 0.2) closeDate.add(at, Math.floor(at + speed * (percents.length - step) * random.uniform()));
    if (random.uniform() < 0.1) amount.add(at, (value = Math.round(value * 80 + value * 40 * random.uniform()) / 100));
  }
  return { end: at, isWon: true, amount: value };
}

interface Column {
  readonly begin: (deal: number) => void;
  readonly add: (at: number, value: number) => void;
  readonly finish: () => Changes;
}

/** Grows by half when it is full. */
function createColumn(deals: number, each: number): Column {
  const start = new Int32Array(deals + 1);
  let [at, value] = [new Float64Array(Math.ceil(deals * each) + 16), new Float64Array(Math.ceil(deals * each) + 16)];
  let size = 0;
  return {
    begin: (deal) => (start[deal] = size),
    add: (moment, own) => {
      if (size === at.length) [at, value] = [grow(at), grow(value)];
      at[size] = moment;
      value[size] = own;
      size += 1;
    },
    finish: () => {
      start[deals] = size;
      return { start, at: at.subarray(0, size), value: value.subarray(0, size) };
    },
  };
}

function grow(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.ceil(column.length * 1.5));
  larger.set(column);
  return larger;
}
