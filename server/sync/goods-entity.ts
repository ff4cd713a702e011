import type { Currencies } from '#bitrix/crm/currencies.ts';
import { readProductRows, type RowsOfDeals } from '#bitrix/crm/product-rows.ts';
import type { MarkedRecord } from '#store/dirty-records.ts';
import { listDealsWithGoods, listGoodsCurrencies, saveProductRows } from '#store/goods.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import type { ReadingFrom } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { toDay } from '#kernel/calendar-day.ts';
import type { Chunks } from './read-chunks.ts';
import { isNotGranted } from './run-stream.ts';
import { settleHints } from './settle-hints.ts';
import { toProductRowFacts } from './to-goods-facts.ts';

const entity = 'product-rows';
/** One command a deal. */
const dealsAtOnce = 50;
/** A year and a month behind: what this month is compared with. */
const wonWithinMs = 400 * 86_400_000;

/** Rows of goods have no list of their own: they are read deal by deal, newest deals first. */
export const goodsEntity = {
  entity,
  read: async (lane: Lane, { after }: ReadingFrom): Promise<Chunks> => {
    const wonSince = new Date(lane.businessClock().getTime() - wonWithinMs);
    const dealIds = await lane.read((tx) => listDealsWithGoods(tx, { below: after, wonSince, limit: dealsAtOnce }));
    const isLast = dealIds.length < dealsAtOnce;
    const lastId = dealIds.at(-1);
    if (lastId === undefined) return { chunks: [], isLast: true, lastAt: null };
    const read = await readGoods(lane, dealIds);
    return { chunks: [{ rows: read.rows.length, lastId, save: (tx) => saveGoods(lane, tx, read) }], isLast, lastAt: null };
  },
} as const;

/** Goods of deals that were read again. */
export const goodsHints = {
  hint: 'goods',
  readHinted: async (lane: Lane, records: readonly MarkedRecord[]): Promise<void> => {
    const asked = records.map(({ recordId }) => recordId);
    const dealIds = [...(await lane.read((tx) => listGoodsCurrencies(tx, asked))).keys()];
    const read = await readWhereGiven(lane, dealIds);
    await lane.commit(async (tx) => {
      const facts = read === null ? 0 : await saveGoods(lane, tx, read);
      await settleHints(lane, tx, 'goods', records);
      return { facts, progress: false };
    });
  },
} as const;

interface ReadGoods extends RowsOfDeals {
  readonly currencies: Currencies;
}

/** Rates are asked for here and not where rows are saved: the portal may take its time, and a transaction must not. */
async function readGoods(lane: Lane, dealIds: readonly bigint[]): Promise<ReadGoods> {
  return { ...(await readProductRows(lane.client, dealIds)), currencies: await lane.currencies() };
}

async function readWhereGiven(lane: Lane, dealIds: readonly bigint[]): Promise<ReadGoods | null> {
  if (dealIds.length === 0) return null;
  try {
    return await readGoods(lane, dealIds);
  } catch (failure) {
    if (isNotGranted(failure)) return null;
    throw failure;
  }
}

async function saveGoods(lane: Lane, tx: PortalTransaction, read: ReadGoods): Promise<number> {
  const currencyOf = await listGoodsCurrencies(tx, read.dealIds);
  const { facts, rejected } = toProductRowFacts(read.rows, currencyOf, read.currencies);
  const now = lane.businessClock();
  const left = [...read.rejected, ...rejected];
  await saveRejections(tx, entity, { settledKeys: facts.map((fact) => String(fact.row_id)), rejected: left, now });
  return saveProductRows(tx, { dealIds: read.dealIds, rows: facts, isWhole: left.length === 0, day: toDay(now, lane.timeZone) });
}
