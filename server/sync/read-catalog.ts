import { listCatalogs, listSections, productsOf } from '#bitrix/catalog.ts';
import { readPages } from '#bitrix/pages.ts';
import { savePrices, saveProducts, saveSections } from '#store/goods.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import type { Lane } from './lane.ts';
import type { Piece } from './piece.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { toPriceFact, toProductFact, toSectionFact } from './to-goods-facts.ts';

/** Above the id in a position stands the place of its information block. */
const placeBits = 40n;

/** The next two hundred products, block by block; a price that changed is kept from today on. */
export async function readCatalogPiece(lane: Lane, position: bigint): Promise<Piece> {
  const catalogs = await listCatalogs(lane.client);
  const place = position >> placeBits;
  const catalog = catalogs[Number(place)];
  if (!catalog) return { rows: 0, position, isLast: true, save: async () => 0 };
  const after = position & ((1n << placeBits) - 1n);
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, productsOf(catalog), after, 4);
  // A catalogue's groups come with its first products.
  const sections = after === 0n ? await listSections(lane.client, catalog) : [];
  const { base } = await lane.currencies();
  const isOver = isLast || lastId === null;
  return {
    rows: rows.length,
    position: isOver ? (place + 1n) << placeBits : (place << placeBits) | (lastId ?? after),
    isLast: isOver && Number(place) + 1 >= catalogs.length,
    save: async (tx) => {
      const now = lane.businessClock();
      await saveRejections(tx, 'products', { settledKeys: rows.map((row) => String(row.id)), rejected, now });
      const saved = (await saveSections(tx, sections.map(toSectionFact))) + (await saveProducts(tx, rows.map(toProductFact)));
      const prices = rows.map((row) => toPriceFact(row, base));
      return saved + (await savePrices(tx, prices, toDay(now, lane.timeZone)));
    },
  };
}
