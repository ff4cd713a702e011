import { companiesBy } from '#bitrix/crm/companies.ts';
import { readPages } from '#bitrix/pages.ts';
import { readRelationshipField, relationshipFieldSetting } from '#domain/intensity/relationship.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { saveClientOwners } from '#store/client-owners.ts';
import { saveCompanyTypes } from '#store/company-types.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { findSetting } from '#store/settings.ts';
import type { Lane } from './lane.ts';
import type { Piece } from './piece.ts';

const pages = 10;

/** The next five hundred companies: who is in charge of them, and the field that says how they stand where the portal has chosen one. */
export async function readCompaniesPiece(lane: Lane, position: bigint): Promise<Piece> {
  const field = readRelationshipField(await lane.read((tx) => findSetting(tx, relationshipFieldSetting)))?.field ?? null;
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, companiesBy(field), position, pages);
  const isOver = isLast || lastId === null;
  return {
    rows: rows.length,
    position: isOver ? 0n : lastId,
    isLast: isOver,
    save: async (tx) => {
      const now = lane.businessClock();
      await saveRejections(tx, 'companies', { settledKeys: rows.map(({ id }) => String(id)), rejected, now });
      // A company that cannot be read is not gone.
      if (rejected.length > 0) return 0;
      const stretch = { after: position, through: isOver ? null : lastId };
      const owners = rows.map(({ id, responsibleId }) => ({ company_id: id, responsible_id: responsibleId }));
      const saved = await saveClientOwners(tx, { ...stretch, owners });
      if (field === null) return saved;
      const companies = rows.map(({ id, responsibleId, value }) => ({ company_id: id, value, responsible_id: responsibleId }));
      return saved + (await saveCompanyTypes(tx, { ...stretch, field, day: toDay(now, lane.timeZone), companies }));
    },
  };
}
