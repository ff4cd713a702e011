import { companiesBy } from '#bitrix/crm/companies.ts';
import { readPages } from '#bitrix/pages.ts';
import { readRelationshipField, relationshipFieldSetting } from '#domain/intensity/relationship.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { saveCompanyTypes } from '#store/company-types.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { findSetting } from '#store/settings.ts';
import type { Lane } from './lane.ts';
import type { Piece } from './piece.ts';

const pages = 10;

/** The next five hundred companies with the field that says how they stand; nothing where relationships follow from sales. */
export async function readCompanyTypesPiece(lane: Lane, position: bigint): Promise<Piece> {
  const chosen = readRelationshipField(await lane.read((tx) => findSetting(tx, relationshipFieldSetting)));
  if (chosen === null) return { rows: 0, position: 0n, isLast: true, save: async () => 0 };
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, companiesBy(chosen.field), position, pages);
  const isOver = isLast || lastId === null;
  return {
    rows: rows.length,
    position: isOver ? 0n : lastId,
    isLast: isOver,
    save: async (tx) => {
      const now = lane.businessClock();
      await saveRejections(tx, 'company-types', { settledKeys: rows.map(({ id }) => String(id)), rejected, now });
      // A company that cannot be read is not gone.
      if (rejected.length > 0) return 0;
      return saveCompanyTypes(tx, {
        field: chosen.field,
        day: toDay(now, lane.timeZone),
        after: position,
        through: isOver ? null : lastId,
        companies: rows.map(({ id, responsibleId, value }) => ({ company_id: id, value, responsible_id: responsibleId })),
      });
    },
  };
}
